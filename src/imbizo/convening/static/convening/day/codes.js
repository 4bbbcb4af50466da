// Codes of cards, as imbizo.calc.codes has them: a slip of the pen is found at the door, without a connection.

const ALPHABET = "0123456789ACDEFGHJKMNPQRTVWXY";
const CARD = 5;
const LOOKALIKES = { O: "0", I: "1", L: "1", S: "5", Z: "2", B: "8", U: "V" };

export const normalise = (typed) =>
  [...typed.normalize("NFKC").replaceAll(/[\s\-\u2010-\u2015\u2212._/]+/g, "").toUpperCase()]
    .map((char) => LOOKALIKES[char] ?? char)
    .join("");

export const isCard = (typed) => {
  const code = normalise(typed);
  const values = [...code].map((char) => ALPHABET.indexOf(char));
  if (code.length !== CARD || values.includes(-1)) return false;
  const sum = values.reduce((total, value, at) => total + value * (CARD - at), 0);
  return sum % ALPHABET.length === 0;
};
