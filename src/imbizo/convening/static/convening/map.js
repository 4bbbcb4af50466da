// The map of gatherings: points on plain ground. What it shows stands in the list below as well.

const holder = document.getElementById("map");
const data = document.getElementById("points");

/** The places on which several things lie, each once: "latitude,longitude" to its features. */
const byPosition = (features) => {
  const found = new Map();
  for (const feature of features) {
    const key = feature.geometry.coordinates.join(",");
    found.set(key, [...(found.get(key) ?? []), feature]);
  }
  return [...found.values()];
};

/** A list of what lies on one point, built without reading any text as HTML. */
const card = (features) => {
  const list = document.createElement("ul");
  for (const { properties } of features) {
    const line = list.appendChild(document.createElement("li"));
    const name = line.appendChild(document.createElement(properties.url ? "a" : "b"));
    name.textContent = properties.name;
    if (properties.url) name.href = properties.url;
    for (const text of [properties.detail, properties.where]) {
      if (text) line.appendChild(document.createElement("small")).textContent = text;
    }
  }
  return list;
};

const look = ({ kind, state }) => (kind === "gathering" && state === "held" ? "held" : kind);

const draw = (map, features) => {
  const order = ["gathering", "venue", "area"];
  const rank = (feature) => order.indexOf(feature.properties.kind);
  const [first, ...rest] = [...features].sort((one, other) => rank(one) - rank(other));
  const [longitude, latitude] = first.geometry.coordinates;
  const marker = window.L.circleMarker([latitude, longitude], {
    radius: first.properties.kind === "area" ? 5 : 8 + Math.min(rest.length, 6),
    className: `point-${look(first.properties)}`,
  }).addTo(map);
  const area = features.find((feature) => feature.properties.kind === "area");
  const label = (area ?? first).properties;
  if (area || features.length === 1) {
    marker.bindTooltip(document.createTextNode(label.name), { permanent: Boolean(area), direction: "bottom", offset: [0, 8] });
  }
  marker.bindPopup(card(features));
  return [latitude, longitude];
};

if (holder && data && window.L) {
  holder.hidden = false;
  document.getElementById("map-legend").hidden = false;
  const map = window.L.map(holder, { attributionControl: false, zoomControl: false, maxZoom: 15, scrollWheelZoom: false });
  window.L.control.zoom({ zoomInTitle: holder.dataset.zoomIn, zoomOutTitle: holder.dataset.zoomOut }).addTo(map);
  window.L.control.scale({ imperial: false }).addTo(map);
  map.setView([0, 0], 2);
  const points = byPosition(JSON.parse(data.textContent).features).map((features) => draw(map, features));
  map.fitBounds(points, { padding: [40, 40], maxZoom: 11 });
}
