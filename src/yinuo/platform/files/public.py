"""The door of the files room: attachments checked, sealed, stored, handed out."""

from yinuo.platform.files.answers import download
from yinuo.platform.files.errors import CannotOpenFile, CannotTakeFile
from yinuo.platform.files.inspection import ACCEPTED, LARGEST_FILE, MOST_FILES
from yinuo.platform.files.operations.attach_files import CheckedUploads, Upload, attach_files, check_uploads
from yinuo.platform.files.operations.hand_out_file import HandedOut, hand_out_of, hand_out_to_customer
from yinuo.platform.files.operations.place_files import copy_files, move_files
from yinuo.platform.files.operations.show_to_customer import show_to_customer
from yinuo.platform.files.operations.sweep_store import sweep_store
from yinuo.platform.files.queries import FileView, files_of
from yinuo.platform.files.store import StoreIsAway
from yinuo.platform.files.subjects import register_subject
from yinuo.platform.files.uploads import LargeUpload, register_large_upload

__all__ = [
    "ACCEPTED",
    "LARGEST_FILE",
    "MOST_FILES",
    "CannotOpenFile",
    "CannotTakeFile",
    "CheckedUploads",
    "FileView",
    "HandedOut",
    "LargeUpload",
    "StoreIsAway",
    "Upload",
    "attach_files",
    "check_uploads",
    "copy_files",
    "download",
    "files_of",
    "hand_out_of",
    "hand_out_to_customer",
    "move_files",
    "register_large_upload",
    "register_subject",
    "show_to_customer",
    "sweep_store",
]
