"""Addresses of the staff pages of cases."""

from django.urls import path

from yinuo.features.cases.staff import (
    actions,
    case,
    classifying,
    deciding,
    desk,
    helping,
    importing,
    letters,
    new,
    queue,
    referring,
    relating,
)

app_name = "cases"
urlpatterns = [
    path("cases/", queue.queue_page, name="queue"),
    path("cases/soon/", queue.soon_page, name="soon"),
    path("cases/unassigned/", queue.unassigned_page, name="unassigned"),
    path("cases/all/", queue.all_page, name="all"),
    path("cases/desk/", desk.desk_page, name="desk"),
    path("cases/desk/reassign/", desk.reassign, name="reassign"),
    path("cases/new/", new.new_page, name="new"),
    path("tasks/", helping.my_tasks_page, name="my_tasks"),
    path("tasks/<uuid:task_id>/", helping.task_page, name="task"),
    path("tasks/<uuid:task_id>/<str:kind>/", helping.act_on_task, name="act_on_task"),
    path("cases/<str:number>/ask/", helping.ask_page, name="ask"),
    path("cases/import/", importing.imports_page, name="imports"),
    path("cases/import/form.csv", importing.template_page, name="import_template"),
    path("cases/import/<uuid:run_id>/", importing.import_page, name="import"),
    path("cases/import/<uuid:run_id>/report/", importing.report_page, name="import_report"),
    path("cases/<str:number>/", case.case_page, name="case"),
    path("cases/<str:number>/reply/", actions.reply, name="reply"),
    path("cases/<str:number>/note/", actions.note, name="note"),
    path("cases/<str:number>/assign/", actions.assign, name="assign"),
    path("cases/<str:number>/relate/<str:kind>/", relating.relate, name="relate"),
    path("cases/<str:number>/refer/", referring.refer, name="refer"),
    path("cases/<str:number>/merge/", relating.merge_page, name="merge"),
    path("cases/<str:number>/resolve/", actions.resolve, name="resolve"),
    path("cases/<str:number>/classify/", classifying.classify, name="classify"),
    path("cases/<str:number>/propose/", deciding.propose_solution, name="propose"),
    path("cases/<str:number>/proposal-answer/", deciding.answer_offer, name="proposal_answer"),
    path("cases/<str:number>/pause/", deciding.pause, name="pause"),
    path("cases/<str:number>/resume/", deciding.resume, name="resume"),
    path("cases/<str:number>/letter/", letters.letter_page, name="letter"),
    path("cases/<str:number>/letter/<uuid:letter_id>/delivery/", letters.delivery, name="delivery"),
    path("cases/<str:number>/extend/", deciding.extend, name="extend"),
]
