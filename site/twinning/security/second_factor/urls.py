"""The addresses of the second factor, included under `admin/` before Wagtail's own."""

from django.urls import path

from twinning.security.second_factor import views

app_name = "second_factor"

urlpatterns = [
    path("second-factor/code/", views.verify, name="verify"),
    path("second-factor/recovery/", views.recover, name="recover"),
    path("second-factor/set-up/", views.enrol, name="enrol"),
    path("second-factor/recovery-codes/", views.renew, name="renew"),
]
