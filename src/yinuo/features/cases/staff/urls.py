"""Addresses of the staff pages of cases."""

from django.urls import path

from yinuo.features.cases.staff import (
    actions,
    bulk,
    case,
    classifying,
    deciding,
    desk,
    new,
    queue,
    relating,
    views,
)

app_name = "cases"
urlpatterns = [
    path("cases/", queue.queue_page, name="queue"),
    path("cases/soon/", queue.soon_page, name="soon"),
    path("cases/unassigned/", queue.unassigned_page, name="unassigned"),
    path("cases/all/", queue.all_page, name="all"),
    path("cases/desk/", desk.desk_page, name="desk"),
    path("cases/desk/reassign/", desk.reassign, name="reassign"),
    path("cases/views/save/", views.save, name="save_view"),
    path("cases/views/<uuid:view_id>/delete/", views.delete, name="delete_view"),
    path("cases/several/", bulk.several, name="several"),
    path("cases/several/undo/", bulk.undo, name="undo_several"),
    path("cases/new/", new.new_page, name="new"),
    path("cases/<str:number>/", case.case_page, name="case"),
    path("cases/<str:number>/reply/", actions.reply, name="reply"),
    path("cases/<str:number>/take/", actions.take, name="take"),
    path("cases/<str:number>/note/", actions.note, name="note"),
    path("cases/<str:number>/assign/", actions.assign, name="assign"),
    path("cases/<str:number>/relate/<str:kind>/", relating.relate, name="relate"),
    path("cases/<str:number>/merge/", relating.merge_page, name="merge"),
    path("cases/<str:number>/resolve/", actions.resolve, name="resolve"),
    path("cases/<str:number>/classify/", classifying.classify, name="classify"),
    path("cases/<str:number>/propose/", deciding.propose_solution, name="propose"),
    path("cases/<str:number>/proposal-answer/", deciding.answer_offer, name="proposal_answer"),
    path("cases/<str:number>/pause/", deciding.pause, name="pause"),
    path("cases/<str:number>/resume/", deciding.resume, name="resume"),
    path("cases/<str:number>/extend/", deciding.extend, name="extend"),
]
