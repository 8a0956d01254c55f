from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "yinuo.platform.files"
    label = "files"

    def ready(self) -> None:
        from yinuo.platform.audit.public import register_actions
        from yinuo.platform.vault.public import register_mask, register_sealed_column

        register_actions(
            {
                "file.attached": _("File attached"),
                "file.scanned": _("File looked through for viruses"),
                "file.read": _("File read by a colleague"),
                "file.moved_away": _("File moved to the case that it belongs to"),
                "file.moved_in": _("File moved here from another case"),
                "file.copied_in": _("File copied here from another case"),
                "file.copied_out": _("File copied to another case"),
            }
        )
        register_sealed_column(model="files.StoredFile", column="sealed_name", owner="owner")
        register_sealed_column(model="files.StoredFile", column="sealed_key", owner="owner")
        register_mask(model="files.StoredFile", owner="owner", columns=["name_mask"])
