"""Every address of the product, room by room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from yinuo.site.health import healthz, readyz
from yinuo.site.home import home
from yinuo.site.metrics import metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include(("yinuo.site.api", "api"))),  # first: programs ask the most
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("", include("yinuo.platform.identity.urls")),
    path("", include("yinuo.platform.ui.urls")),
    path("", include("yinuo.platform.notices.staff.urls")),
    path("", include("yinuo.platform.auditors.urls")),
    path("", include("yinuo.core.customers.staff.urls")),
    path("", include("yinuo.platform.files.staff.urls")),
    path("", include("yinuo.platform.approvals.staff.urls")),
    path("", include("yinuo.platform.reveals.staff.urls")),
    path("", include("yinuo.core.calendars.staff.urls")),
    path("", include("yinuo.core.promises.staff.urls")),
    path("", include("yinuo.features.cases.staff.urls")),
    path("", include("yinuo.features.cases.portal.urls")),
    path("", home, name="home"),
]

handler400 = "yinuo.platform.ui.staff.errors.bad_request"
handler403 = "yinuo.platform.ui.staff.errors.permission_denied"
handler404 = "yinuo.platform.ui.staff.errors.not_found"
handler500 = "yinuo.platform.ui.staff.errors.server_error"
