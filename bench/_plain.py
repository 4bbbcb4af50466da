"""The baseline of `bench/pages.py`: Django's own ListView over the register, beside the site's addresses.

It has the site's middleware, sign-in, layout and rows, and nothing of ours: no scoping, no filters, no sorting.
"""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.template import engines
from django.urls import include, path
from django.views.generic import ListView

from imbizo.actors.models import Actor

PAGE = """{% extends "base/layout.html" %}
{% block title %}People{% endblock %}
{% block heading %}People and organisations{% endblock %}
{% block content %}
<table class="list"><thead><tr>
<th scope="col">Name</th><th scope="col">Kind</th><th scope="col">Organisation</th><th scope="col">Place</th>
<th scope="col">Reached by</th><th scope="col">Shared with</th><th scope="col">Added</th>
</tr></thead><tbody>
{% for actor in object_list %}<tr>
<th scope="row"><a href="{% url 'actors:actor' programme.slug actor.pk %}">{{ actor.name }}</a></th>
<td>{{ actor.get_kind_display }}</td>
<td>{% for held in actor.affiliations.all %}{{ held.organisation.name }} {{ held.position }}{% endfor %}</td>
<td>{{ actor.municipality.name }}</td>
<td>{% for contact in actor.contacts.all %}{{ contact.get_channel_display }} {% endfor %}</td>
<td>{{ actor.get_sharing_display }}</td>
<td>{{ actor.created_at|date:"j M Y" }}</td>
</tr>{% endfor %}
</tbody></table>
<nav>{{ page_obj.number }} of {{ page_obj.paginator.num_pages }}
{% if page_obj.has_next %}<a href="?page={{ page_obj.next_page_number }}">Next</a>{% endif %}</nav>
{% endblock %}"""
ROWS = 50


class Plain(LoginRequiredMixin, ListView[Actor]):
    """Fifty rows to a page, with what they show fetched beforehand."""

    model = Actor
    paginate_by = ROWS

    def get_queryset(self) -> QuerySet[Actor]:
        rows = Actor.objects.filter(state="active").order_by("sort_name", "id").select_related("municipality")
        return rows.prefetch_related("affiliations__organisation", "contacts")

    def get_template_names(self) -> Any:
        """The compiled page itself, which needs no folder of templates."""
        return _TEMPLATE


_TEMPLATE = engines["django"].from_string(PAGE)

urlpatterns = [
    path("p/<slug:programme>/plain/", Plain.as_view(), name="plain"),
    path("", include("imbizo.config.urls")),
]
