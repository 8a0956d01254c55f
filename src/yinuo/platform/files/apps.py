from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "yinuo.platform.files"
    label = "files"

    def ready(self) -> None:
        from yinuo.platform.vault.public import register_mask, register_sealed_column

        register_sealed_column(model="files.StoredFile", column="sealed_name", owner="owner")
        register_sealed_column(model="files.StoredFile", column="sealed_key", owner="owner")
        register_mask(model="files.StoredFile", owner="owner", columns=["name_mask"])
