"""What was said."""

from django.urls import URLPattern, path

from imbizo.convening.views import group_phone, inputs, one_input, pictures, putting, scribing, tables_, wall

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"
ONE = f"{HERE}inputs/<uuid:pk>/"
PUT = f"{HERE}put-to/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(OF + "inputs/", inputs.stream, name="inputs"),
    path(OF + "inputs/news/", inputs.news, name="inputs-news"),
    path(OF + "inputs/decide/", inputs.decide, name="inputs-decide"),
    path(OF + "inputs/undo/<str:token>/", inputs.undo, name="inputs-undo"),
    path(OF + "inputs/table/<uuid:table>/", scribing.scribe, name="scribe"),
    path(OF + "inputs/paper/", scribing.paper, name="paper-slips"),
    path(OF + "wall/", wall.wall, name="wall"),
    path(OF + "wall/link/", wall.wall_link, name="wall-link"),
    path(OF + "tables/", tables_.tables, name="tables"),
    path(OF + "tables/several/", tables_.tables_add, name="tables-add"),
    path(OF + "tables/new/", tables_.table_add, name="table-add"),
    path(OF + "tables/sheets/", tables_.sheets, name="sheets"),
    path(OF + "tables/<uuid:table>/", tables_.table_edit, name="table-edit"),
    path(OF + "pictures/", pictures.pictures, name="pictures"),
    path(HERE + "pictures/<uuid:pk>/", pictures.picture, name="picture"),
    path(HERE + "pictures/<uuid:pk>/delete/", pictures.picture_drop, name="picture-drop"),
    path(ONE, one_input.one, name="input"),
    path(ONE + "divide/", one_input.split, name="input-split"),
    path(ONE + "withdraw/", one_input.withdraw, name="input-withdraw"),
    path(ONE + "translate/", one_input.translate, name="input-translate"),
    path(ONE + "take-back/", one_input.slip_of_the_pen, name="input-take-back"),
    path(ONE + "put/", putting.put, name="input-put"),
    path(HERE + "put-to/", putting.put_to, name="put-to"),
    path(PUT + "link/", putting.put_link, name="put-link"),
    path(PUT + "answer/", putting.put_noted, name="put-noted"),
    path(PUT + "until/", putting.put_until, name="put-until"),
    path(PUT + "take-back/", putting.put_back, name="put-back"),
    path("open/table/", group_phone.table_code, name="open-table-code"),
    path("open/table/<str:code>/", group_phone.open_table, name="open-table"),
    path("open/say/<str:code>/", group_phone.open_slip, name="open-slip"),
    path("open/wall/<str:token>/", wall.open_wall, name="open-wall"),
    path("open/answer-to/<str:token>/", putting.put_answer, name="put-answer"),
]
