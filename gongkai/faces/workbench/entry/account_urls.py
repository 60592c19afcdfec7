"""The addresses of accounts: those of allauth's that are used here. Nobody signs up or resets by mail."""

from allauth.account import views
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from gongkai.faces.workbench.entry.accounts import Login, Sessions

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", Login.as_view(), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("sessions/", Sessions.as_view(), name="usersessions_list"),
]

if settings.OIDC_ISSUER:
    from gongkai.faces.workbench.entry import outside

    urlpatterns += [
        path("oidc/<slug:provider_id>/login/", outside.login, name="openid_connect_login"),
        path("oidc/<slug:provider_id>/login/callback/", outside.callback, name="openid_connect_callback"),
    ]
