"""What the transactions of a ledger add up to."""

from dataclasses import dataclass, field

from graph.log import Change, Transaction


@dataclass
class State:
    """The version and the sharing level of each record, and the versions that were erased."""

    versions: dict[str, str] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)

    def apply(self, transaction: Transaction) -> None:
        """Take in what one more transaction says; they come in the order of the log."""
        for change in transaction.changes:
            match change:
                case Change("delete", record):
                    self.versions.pop(record, None)
                    self.levels.pop(record, None)
                case Change("level", record, level=str(level)):
                    self.levels[record] = level
                case Change("erase", version=str(version)):
                    self.erased.add(version)
                case Change("create" | "update", record, str(version)):
                    self.versions[record] = version
