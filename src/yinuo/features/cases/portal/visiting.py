"""Pages for customers who come back: sign in by code or from the app, all of their matters, and out again."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from yinuo.features.cases.locking import CaseNotFound
from yinuo.features.cases.operations.sign_in_by_app import NotKnownYet, sign_in_by_app
from yinuo.features.cases.operations.sign_in_by_code import ask_for_code, sign_in_by_code
from yinuo.features.cases.operations.visits import Visit, end_visit, open_matter, visitor
from yinuo.features.cases.portal.limits import CODES, ENTRIES, too_many
from yinuo.features.cases.queries.customer_pages import matters_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import PageRequest, public_page
from yinuo.platform.rest.public import spend_of_visitor

COOKIE = "yinuo_customer"
PATH = "/my/"
INVALID, FORBIDDEN, FLOODED = 422, 403, 429


class AskForm(forms.Form):
    """Who comes back."""

    number = forms.CharField(
        label=_("Number of a case, or your customer number"),
        max_length=80,
        help_text=_("Such as TS-261124-0001; it stands on your receipt."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    contact = forms.CharField(
        label=_("Phone or e-mail that you gave us"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )


class CodeForm(forms.Form):
    """The code that arrived."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code-input"}
        ),
    )


@public_page(methods=("GET", "POST"))
def matters_page(request: PageRequest) -> HttpResponse:
    """All matters of the customer who is signed in; else the form to sign in."""
    customer_id = _visitor(request)
    if customer_id is not None and request.method == "GET":
        matters = matters_of(customer_id=customer_id, now=request.now)
        return render(request, "cases/portal_matters.html", {"matters": matters})
    form = AskForm(request.POST or None, initial={"number": request.GET.get("number", "")[:80]})
    if request.method == "POST" and form.is_valid():
        standing = spend_of_visitor(request=request, rate=CODES, now=request.now)
        if standing.is_refused:
            form.add_error(None, too_many(standing))
            return render(request, "cases/portal_sign_in.html", {"form": form}, status=FLOODED)
        code_id = ask_for_code(
            number=form.cleaned_data["number"], contact=form.cleaned_data["contact"], now=request.now
        )
        return redirect("portal:code", code_id=code_id)
    return render(
        request, "cases/portal_sign_in.html", {"form": form}, status=INVALID if form.errors else 200
    )


@public_page(methods=("GET", "POST"))
def code_page(request: PageRequest, code_id: UUID) -> HttpResponse:
    """Give the code."""
    form = CodeForm(request.POST or None)
    status = INVALID if form.errors else 200
    if request.method == "POST" and form.is_valid():
        standing = spend_of_visitor(request=request, rate=ENTRIES, now=request.now)
        if standing.is_refused:
            form.add_error(None, too_many(standing))
            return render(request, "cases/portal_code.html", {"form": form}, status=FLOODED)
        try:
            visit = sign_in_by_code(code_id=code_id, code=form.cleaned_data["code"], now=request.now)
        except DomainError as refusal:
            form.add_error("code", str(refusal))
            status = INVALID
        else:
            return _enter(visit)
    return render(request, "cases/portal_code.html", {"form": form}, status=status)


@csrf_exempt
@public_page(methods=("POST",))
def enter_page(request: PageRequest) -> HttpResponse:
    """The way in from the institution's own app; the token is its own proof against forged forms: it counts once."""
    standing = spend_of_visitor(request=request, rate=ENTRIES, now=request.now)
    if standing.is_refused:
        return _refuse(request, too_many(standing), FLOODED)
    try:
        visit = sign_in_by_app(
            token=request.POST.get("token", ""),
            keys=settings.APP_KEYS,
            audience=settings.CONFIG.origin or "yinuo",
            now=request.now,
        )
    except NotKnownYet as refusal:
        return _refuse(request, str(refusal), 200)
    except DomainError as refusal:
        return _refuse(request, str(refusal), FORBIDDEN)
    return _enter(visit)


@public_page(methods=("POST",))
def open_page(request: PageRequest) -> HttpResponse:
    """Open the page of one of the customer's matters."""
    customer_id = _visitor(request)
    if customer_id is None:
        messages.info(request, __("You were signed out because some time has passed. Sign in again."))
        return redirect("portal:matters")
    try:
        token = open_matter(
            customer_id=customer_id, number=request.POST.get("number", "")[:40], now=request.now
        )
    except CaseNotFound as refusal:
        raise Http404 from refusal
    return redirect("portal:follow", token=token)


@public_page(methods=("POST",))
def leave_page(request: PageRequest) -> HttpResponse:
    """End the session, and close what was opened through it."""
    end_visit(secret=request.COOKIES.get(COOKIE, ""), now=request.now)
    messages.success(request, __("You are signed out."))
    answer = redirect("portal:matters")
    answer.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return answer


def _visitor(request: PageRequest) -> UUID | None:
    return visitor(secret=request.COOKIES.get(COOKIE, "")[:100], now=request.now)


def _enter(visit: Visit) -> HttpResponse:
    answer = redirect("portal:matters")
    answer.set_cookie(
        COOKIE,
        visit.secret,
        expires=visit.ends_at,
        path=PATH,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return answer


def _refuse(request: PageRequest, problem: str, status: int) -> HttpResponse:
    return render(request, "cases/portal_refused.html", {"problem": problem}, status=status)
