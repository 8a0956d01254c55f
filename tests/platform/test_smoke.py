import pytest

pytestmark = pytest.mark.django_db


def test_database() -> None:
    from yinuo.platform.identity.models import Node

    assert Node.objects.count() == 0
