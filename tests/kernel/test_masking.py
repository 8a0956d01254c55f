"""A mask shows enough to recognise and too little to use."""

import pytest

from yinuo.kernel.masking import mask_account, mask_email, mask_identity, mask_name, mask_phone


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_name, "张三丰", "张**"),
        (mask_name, "李雷", "李*"),
        (mask_name, "欧阳娜娜丽", "欧**"),
        (mask_name, "Alice Smith", "A***"),
        (mask_name, "丽", "*"),
        (mask_name, "", ""),
        (mask_phone, "+8613812345678", "138****5678"),
        (mask_phone, "12345", "***"),
        (mask_identity, "11010519491231002X", "1****************X"),
        (mask_account, "6222021234567890128", "622202*********0128"),
        (mask_account, "12345678", "****5678"),
        (mask_email, "lilei@example.com", "l***@example.com"),
        (mask_email, "nonsense", "***"),
    ],
)
def test_masks(mask: object, value: str, shown: str) -> None:
    assert mask(value) == shown  # type: ignore[operator]
