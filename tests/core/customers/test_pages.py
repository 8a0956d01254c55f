"""Pages of customers: masked for everybody, nobody's for other branches, and what they do is done."""

import re
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.test import Client

from tests.bank import Bank
from tests.contracts.test_routes import ROUTES
from tests.core.customers.conftest import NOW, Register
from tests.people import make_staff, signed_in, with_old_proof
from yinuo.core.customers.models import Customer, Detail
from yinuo.core.customers.public import merge_customers, place_hold, portrait
from yinuo.platform.identity.public import SYSTEM, Role, nodes

CLEAR = ("欧阳震华", "13812345678", "ouyang@example.com", "11010519491231002X", "C00998877")


def whole(register: Register) -> UUID:
    return register(
        name="欧阳震华",
        phone="13812345678",
        email="ouyang@example.com",
        identity="11010519491231002X",
        number="C00998877",
        address="北京市海淀区中关村大街1号",
    )


def test_pages_show_masks_and_are_stored_nowhere(register: Register, bank: Bank) -> None:
    customer = whole(register)
    browser = signed_in(bank.actor("east head"))
    for address in ("/customers/", f"/customers/{customer}/", f"/customers/{customer}/edit/"):
        page = browser.get(address)
        assert page.status_code == 200
        assert not [value for value in CLEAR if value in page.content.decode()], address
        assert "no-store" in page["Cache-Control"]
    assert "北京市海淀区****" in browser.get(f"/customers/{customer}/").content.decode()


def own_routes() -> list[str]:
    return [
        route.path for route in ROUTES if route.name.startswith("customers:") and "customer_id" in route.path
    ]


def test_ids_of_another_branch_are_nobodys(register: Register, bank: Bank) -> None:
    """Check 14: every route that names a customer, with both methods, by a supervisor of the other branch."""
    customer, other = whole(register), register(name="李雷", phone="13900001111")
    detail = Detail.objects.filter(customer=customer, kind="PHONE").get()
    hold = place_hold(customer_id=customer, cause="DISPUTE", actor=SYSTEM, now=NOW)
    merge = merge_customers(kept_id=other, merged_id=register(name="李雷"), actor=SYSTEM, now=NOW)
    ids = {
        "customer_id": customer,
        "detail_id": detail.pk,
        "other_id": other,
        "hold_id": hold,
        "merge_id": merge,
    }
    stranger = signed_in(bank.actor("west head"))
    before = Customer.objects.values_list("pk", "revision").order_by("pk")
    revisions = list(before)
    assert len(own_routes()) >= 12
    form = {"kind": "PHONE", "value": "13811112222", "purpose": "SURVEY", "channel": "ANY", "given": "yes"}
    form |= {"proof": "PORTAL", "after": "DORMANT", "effective_date": "2026-03-01", "how": "CALLBACK"}
    form |= {"cause": "DISPUTE"}
    for path in own_routes():
        address = "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(ids[found[1]]), path)
        statuses = {stranger.get(address).status_code, stranger.post(address, form).status_code}
        assert statuses <= {404, 405}, address
        assert 404 in statuses, address
    assert list(before.all()) == revisions


@pytest.mark.parametrize(
    ("role", "may_write", "is_steward"),
    [
        (Role.CLERK, True, False),
        (Role.CALLBACK_OFFICER, True, False),
        (Role.LOYALTY_MANAGER, True, False),
        (Role.SUPERVISOR, True, True),
        (Role.EXECUTIVE, False, False),
        (Role.AUDITOR, False, False),
        (Role.COMPLAINT_ANALYST, False, False),
    ],
)
def test_who_reads_and_who_writes_which_field(
    role: Role, may_write: bool, is_steward: bool, register: Register, bank: Bank
) -> None:
    """Check 15: what each role is offered is what it may do, field by field."""
    customer = whole(register)
    head = next(node.id for node in nodes(actor=SYSTEM) if node.path == bank.head)
    browser = signed_in(make_staff(head, role))
    page = browser.get(f"/customers/{customer}/").content.decode()
    writes = {
        "details/": {"kind": "PHONE", "value": "13811112222"},
        "consents/": {
            "purpose": "SURVEY",
            "channel": "ANY",
            "given": "yes",
            "proof": "PORTAL",
        },
        "relation/": {"after": "DORMANT", "effective_date": "2026-03-01"},
    }
    for name, form in writes.items():
        address = f"/customers/{customer}/{name}"
        assert (address in page) == may_write, address
        assert browser.post(address, form).status_code == (302 if may_write else 403), address
    hold = f"/customers/{customer}/holds/"
    assert (hold in page) == is_steward
    assert browser.post(hold, {"cause": "DISPUTE"}).status_code == (302 if is_steward else 403)


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER])
def test_who_runs_or_guards_the_system_sees_no_customers(role: Role, register: Register, bank: Bank) -> None:
    head = next(node.id for node in nodes(actor=SYSTEM) if node.path == bank.head)
    browser = signed_in(make_staff(head, role))
    for address in ("/customers/", f"/customers/{whole(register)}/"):
        assert browser.get(address).status_code == 403


def new(browser: Client, bank: Bank, **more: str) -> str:
    form = {
        "name": "李雷",
        "kind": "PERSON",
        "state": "ACTIVE",
        "path": bank.east,
        "segment": "WEALTH",
    } | more
    answer = browser.post("/customers/new/", form)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_a_new_customer_is_added_or_recognised(bank: Bank) -> None:
    browser = signed_in(bank.actor("east one"))
    first = new(browser, bank, number="C1", vulnerabilities="SIGHT")
    assert new(browser, bank, number="c-1", segment="RETAIL") == first
    shown = portrait(customer_id=UUID(first.split("/")[-2]), actor=SYSTEM)
    assert shown is not None
    assert (shown.segment, [code for code, _label in shown.vulnerabilities]) == ("WEALTH", ["SIGHT"])


def test_a_refused_form_keeps_what_was_typed(bank: Bank) -> None:
    browser = signed_in(bank.actor("east one"))
    answer = browser.post(
        "/customers/new/",
        {"name": "李雷", "kind": "PERSON", "state": "ACTIVE", "path": bank.east, "phone": "12"},
    )
    assert answer.status_code == 422
    assert "李雷" in answer.content.decode()


def test_a_new_customer_is_added_whole_or_not_at_all(bank: Bank) -> None:
    browser = signed_in(bank.actor("east one"))
    form = {"name": "李雷", "kind": "PERSON", "state": "ACTIVE", "path": bank.east, "time_zone": "Mars/Base"}
    answer = browser.post("/customers/new/", form)
    assert answer.status_code == 422
    assert not Customer.objects.exists()


def test_somebody_of_another_branch_is_not_added_to(register: Register, bank: Bank) -> None:
    known = register(name="李雷", number="C1", path=bank.west)
    form = {"name": "李雷", "number": "C1", "phone": "13812345678", "kind": "PERSON", "state": "ACTIVE"}
    answer = signed_in(bank.actor("east one")).post("/customers/new/", form | {"path": bank.east})
    assert answer.status_code == 422
    assert str(known) not in answer.content.decode()
    assert not Detail.objects.filter(customer=known, kind="PHONE").exists()


@pytest.mark.parametrize(
    ("dialog", "form", "kept"),
    [
        ("details/", {"kind": "PHONE", "value": "1381"}, 'value="1381"'),
        ("details/", {"kind": "PHONE", "value": "13\x0081"}, 'value="1381"'),
        ("details/", {"kind": "PHONE", "value": "9" * 500}, f'value="{"9" * 500}"'),
        (
            "consents/",
            {
                "purpose": "SURVEY",
                "channel": "ANY",
                "given": "no",
                "proof": "PORTAL",
                "reference": "回电13812345678",
            },
            'value="回电13812345678"',
        ),
        ("consents/", {"purpose": "SURVEY", "channel": "NONE", "reference": "HT-1"}, 'value="HT-1"'),
        ("relation/", {"after": "CLOSED", "effective_date": "2026-02-01"}, 'value="2026-02-01"'),
        ("holds/", {"cause": "DISPUTE", "reference": "欧阳震华诉银行"}, 'value="欧阳震华诉银行"'),
        ("holds/", {"cause": "NONE", "reference": "(2026)京0105民初1号"}, 'value="(2026)京0105民初1号"'),
    ],
)
def test_a_refused_dialogue_is_open_again_with_what_was_typed(
    dialog: str, form: dict[str, str], kept: str, register: Register, bank: Bank
) -> None:
    customer = whole(register)
    before = Customer.objects.get(pk=customer).revision
    answer = signed_in(bank.actor("east head")).post(f"/customers/{customer}/{dialog}", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    opened = re.search(r"<dialog [^>]* open>.*?</dialog>", page, re.DOTALL)
    assert opened is not None
    assert kept in opened[0]
    assert re.search(r'class="(notice bad|field-error|[^"]*error[^"]*)"', opened[0]) is not None
    assert page.count(" open>") == 1
    assert Customer.objects.get(pk=customer).revision == before


def test_who_is_there_is_asked_before_anything_is_typed_about_an_erasure(
    register: Register, bank: Bank
) -> None:
    customer = register(name="李雷")
    Customer.objects.filter(pk=customer).update(state="PROSPECT")  # whose data no law keeps
    browser = signed_in(bank.actor("east head"))
    address = f"/customers/{customer}/erase/"
    assert address in browser.get(f"/customers/{customer}/").content.decode()
    assert browser.get(address).status_code == 200
    refused = browser.post(address, {"reason": " 短 "})
    assert refused.status_code == 422
    assert "短" in refused.content.decode()
    assert browser.post(address, {"reason": "客户要求\x00删除"}).status_code == 302
    asked = with_old_proof(bank.actor("east head")).get(address)
    assert asked.status_code == 302
    assert asked["Location"] == f"/account/confirm/?{urlencode({'next': address})}"


def test_lists_page_by_position_and_filter(register: Register, bank: Bank) -> None:
    for number in range(60):
        register(name=f"客户{number}")
    browser = signed_in(bank.actor("east head"))
    first = browser.get("/customers/").content.decode()
    following = re.search(r'href="(/customers/\?after=[^"]+)"', first)
    assert following is not None
    second = browser.get(following[1].replace("&amp;", "&")).content.decode()
    ids = [set(re.findall(r"/customers/([0-9a-f-]{36})/", page)) for page in (first, second)]
    assert len(ids[0] | ids[1]) == 60
    assert not ids[0] & ids[1]
    assert "/customers/0" not in browser.get("/customers/?state=CLOSED").content.decode()
    assert browser.get("/customers/?after=forged").status_code == 200


def test_an_export_is_masked_and_no_cell_is_a_formula(register: Register, bank: Bank) -> None:
    """Check 34."""
    from yinuo.core.customers.exporting import export_customers
    from yinuo.core.customers.public import Filters, Profile, change_customer

    customer = whole(register)
    change_customer(customer_id=customer, profile=Profile(tier="=1+1"), actor=SYSTEM, now=NOW)
    text = export_customers(filters=Filters(), actor=bank.actor("east head"), now=NOW).decode("utf-8-sig")
    assert "'=1+1" in text
    assert not [value for value in CLEAR if value in text]
    assert not re.search(r"(^|,)[=+\-@]", text, re.MULTILINE)


def test_exports_are_limited_and_on_record(register: Register, bank: Bank) -> None:
    """Checks 32 and 36: the tenth file of an hour is the last one, and each that was taken away is told of."""
    from yinuo.core.customers.exporting import CannotExport, export_customers
    from yinuo.core.customers.public import Filters
    from yinuo.platform.audit.public import records_of

    whole(register)
    head, other = bank.actor("east head"), bank.actor("west head")
    for _ in range(10):
        export_customers(filters=Filters(), actor=head, now=NOW)
    with pytest.raises(CannotExport):
        export_customers(filters=Filters(), actor=head, now=NOW)
    export_customers(filters=Filters(), actor=other, now=NOW)
    records = records_of(f"exports:{head.id}")
    assert [record.action for record in records] == ["customer.exported"] * 10
    assert records[0].facts["rows"] == 1
    assert not [value for value in CLEAR if value in str([record.facts for record in records])]
