"""Addresses of the staff pages of customers."""

from django.urls import path

from yinuo.core.customers.staff import actions, customer, erasing, export, imports, lists, merging, retention

app_name = "customers"
urlpatterns = [
    path("customers/", lists.list_page, name="list"),
    path("customers/search/", lists.search_page, name="search"),
    path("customers/new/", customer.new_page, name="new"),
    path("customers/export/", export.export_page, name="export"),
    path("customers/import/", imports.imports_page, name="imports"),
    path("customers/import/<uuid:import_id>/", imports.import_page, name="import"),
    path("customers/import/<uuid:import_id>/report/", imports.report_page, name="import_report"),
    path("customers/duplicates/", merging.duplicates_page, name="duplicates"),
    path("customers/retention/", retention.retention_page, name="retention"),
    path("customers/<uuid:customer_id>/", customer.customer_page, name="customer"),
    path("customers/<uuid:customer_id>/edit/", customer.edit_page, name="edit"),
    path("customers/<uuid:customer_id>/details/", actions.add_detail, name="add_detail"),
    path(
        "customers/<uuid:customer_id>/details/<uuid:detail_id>/remove/",
        actions.drop_detail,
        name="drop_detail",
    ),
    path("customers/<uuid:customer_id>/details/<uuid:detail_id>/verify/", actions.verify, name="verify"),
    path("customers/<uuid:customer_id>/details/<uuid:detail_id>/code/", actions.code, name="code"),
    path("customers/<uuid:customer_id>/consents/", actions.consent, name="consent"),
    path("customers/<uuid:customer_id>/relation/", actions.relation, name="relation"),
    path("customers/<uuid:customer_id>/holds/", actions.hold, name="hold"),
    path("customers/<uuid:customer_id>/holds/<uuid:hold_id>/lift/", actions.lift, name="lift"),
    path("customers/<uuid:customer_id>/erase/", erasing.erase_page, name="erase"),
    path("customers/<uuid:customer_id>/merge/<uuid:other_id>/", merging.merge_page, name="merge"),
    path("customers/<uuid:customer_id>/dismiss/<uuid:other_id>/", merging.dismiss, name="dismiss"),
    path("customers/<uuid:customer_id>/merges/<uuid:merge_id>/undo/", merging.undo, name="undo"),
]
