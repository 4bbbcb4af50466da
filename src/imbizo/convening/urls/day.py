"""The day: registration, devices, slips, paper, payments, online."""

from django.urls import URLPattern, path

from imbizo.convening.views import day, desk, devices, paper, payments, slips

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(OF + "day/", day.day, name="day"),
    path(OF + "day/open/", day.day_open, name="day-open"),
    path(OF + "day/close/", day.day_close, name="day-close"),
    path(OF + "day/reopen/", day.day_reopen, name="day-reopen"),
    path(HERE + "day/items/<uuid:pk>/", day.day_settle, name="day-settle"),
    # The desk at the door
    path(OF + "day/desk/", desk.desk, name="desk"),
    path(OF + "day/desk/new/", desk.desk_new, name="desk-new"),
    path(OF + "day/desk/<uuid:invitation>/", desk.desk_invited, name="desk-invited"),
    path(OF + "day/desk/<uuid:invitation>/came/", desk.desk_came, name="desk-came"),
    path(HERE + "day/people/<uuid:pk>/", desk.attendance, name="attendance"),
    path(HERE + "day/people/<uuid:pk>/withdraw/", desk.attendance_withdraw, name="attendance-withdraw"),
    path(HERE + "day/people/<uuid:pk>/restore/", desk.attendance_restore, name="attendance-restore"),
    # Devices
    path(OF + "day/device/", devices.device_open, name="device-open"),
    path(HERE + "day/devices/<uuid:pk>/key/", devices.device_key, name="device-key"),
    path(HERE + "day/devices/<uuid:pk>/forget/", devices.device_forget, name="device-forget"),
    path("open/day/", devices.shell, name="day-shell"),
    path("open/day/scribe/", devices.scribe_shell, name="day-scribe"),
    path("open/day/worker.js", devices.worker, name="day-worker"),
    path("open/day/sync/", devices.sync, name="day-sync"),
    # Paper, online, money
    path(OF + "day/paper/", paper.paper, name="paper"),
    path(OF + "day/came/", paper.came_list, name="came-list"),
    path(OF + "day/online/", paper.online, name="online"),
    path(OF + "day/payments/", payments.payments, name="payments"),
    path(OF + "day/payments/<uuid:invitation>/voucher/", payments.voucher, name="voucher"),
    # Slips
    path(HERE + "slips/", slips.slips, name="slips"),
    path(HERE + "slips/new/", slips.slip_add, name="slip-add"),
    path(HERE + "slips/<uuid:pk>/", slips.slip_category, name="slip-category"),
    path(HERE + "slips/<uuid:pk>/retire/", slips.slip_retire, name="slip-retire"),
    path(HERE + "slips/<uuid:pk>/restore/", slips.slip_restore, name="slip-restore"),
    path(OF + "day/slips/", slips.gathering_slips, name="gathering-slips"),
    path(OF + "day/slips/type/", slips.slips_type, name="slips-type"),
    path(OF + "day/slips/link/", slips.slips_link, name="slips-link"),
    path("open/slip/<str:token>/", slips.slip_page, name="slip-page"),
]
