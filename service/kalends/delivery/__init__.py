"""Delivery: letters to mail servers, to a folder or to a list, and what comes back as bounces."""

from kalends.delivery.addresses import wire_address
from kalends.delivery.bounce import Kind, Report, read_report
from kalends.delivery.folder import Folder
from kalends.delivery.letters import (
    CannotDeliver,
    Commit,
    Delivery,
    Fault,
    Letter,
    Outcome,
    RecordingFailed,
    Result,
    Summary,
)
from kalends.delivery.mailbox import Mailbox
from kalends.delivery.marks import Marks
from kalends.delivery.memory import Memory
from kalends.delivery.mime import Attachment, Origin, Prepared, Reader, prepare
from kalends.delivery.sender import Sender
from kalends.delivery.servers import Server, Tls

__all__ = [
    "Attachment",
    "CannotDeliver",
    "Commit",
    "Delivery",
    "Fault",
    "Folder",
    "Kind",
    "Letter",
    "Mailbox",
    "Marks",
    "Memory",
    "Origin",
    "Outcome",
    "Prepared",
    "Reader",
    "RecordingFailed",
    "Report",
    "Result",
    "Sender",
    "Server",
    "Summary",
    "Tls",
    "prepare",
    "read_report",
    "wire_address",
]
