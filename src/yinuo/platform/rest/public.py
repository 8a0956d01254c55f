"""The door of the REST room: what a room's ``rest.py`` needs, and what ``site/api.py`` puts together."""

from yinuo.platform.rest.api import CLOSED_FOR, Api
from yinuo.platform.rest.idempotency import forget_expired
from yinuo.platform.rest.limits import Rate, Standing, spend, spend_of_visitor
from yinuo.platform.rest.paging import Page, Paging, Position
from yinuo.platform.rest.problems import Misfit, Problem, not_found
from yinuo.platform.rest.requests import ApiRequest, is_call_of_program
from yinuo.platform.rest.router import ANY_TOKEN, Router
from yinuo.platform.rest.schemas import Answer, Body, Moment, Whole, YesNo

__all__ = [
    "ANY_TOKEN",
    "CLOSED_FOR",
    "Answer",
    "Api",
    "ApiRequest",
    "Body",
    "Misfit",
    "Moment",
    "Page",
    "Paging",
    "Position",
    "Problem",
    "Rate",
    "Router",
    "Standing",
    "Whole",
    "YesNo",
    "forget_expired",
    "is_call_of_program",
    "not_found",
    "spend",
    "spend_of_visitor",
]
