"""The exceptions of hangke, one tree with one root.

HangkeError                     anything that hangke itself refuses or cannot do
├── SourceError                 a file that cannot be read as an issue
│   ├── EmptySource             nothing in it
│   ├── NotText                 binary content, or an unknown encoding
│   ├── BrokenPdf               no PDF parser can open it
│   ├── PasswordNeeded          a locked PDF, and no password or a wrong one
│   └── PdfLimit                more time, memory or space than reading a PDF may take
├── LibraryError                the library on disk
│   ├── UnknownIssue            no such issue
│   ├── UnknownArticle          no such article, passage or section
│   ├── UnknownAuthor           no such author in the bylines
│   ├── WrongCorrection         what a correction says cannot be
│   ├── IssueClash              another file already is that issue
│   ├── LibraryFormat           made by another version, or with other settings
│   ├── LibraryUnwritable       read-only, full disk
│   ├── LibraryLocked           another process is changing it
│   ├── LibraryUnreachable      a server that does not answer, or lets nobody in
│   └── BackupError             a file that is no sound backup, or cannot take its place
├── AccountsError               the file of accounts, or what is asked of it
│   └── TooManyTries            wrong passwords one after the other
├── QuestionError               a request that cannot be served as it stands
└── ModelError                  a language model that cannot be asked, or whose reply cannot be used

Each message is one line: the value, the rule, the remedy.
"""

from __future__ import annotations


class HangkeError(Exception):
    """Root of everything that hangke raises on purpose."""


class SourceError(HangkeError):
    """A file that cannot be read as an issue."""


class EmptySource(SourceError):
    """The file holds no text."""


class NotText(SourceError):
    """The file is binary, or text in an encoding that is not known."""


class BrokenPdf(SourceError):
    """No parser can open the PDF."""


class PasswordNeeded(SourceError):
    """The PDF is locked, and the password is missing or wrong."""


class PdfLimit(SourceError):
    """The PDF asks for more than the limits of reading allow."""


class LibraryError(HangkeError):
    """The library on disk refuses."""


class UnknownIssue(LibraryError):
    """The library holds no issue of that id or name."""


class UnknownArticle(LibraryError):
    """The library holds no such article, passage or section."""


class UnknownAuthor(LibraryError):
    """No article of the library is by an author of that name."""


class WrongCorrection(LibraryError):
    """A correction says what cannot be: no title, pages the wrong way round, a place that is taken."""


class IssueClash(LibraryError):
    """Another file already stands for the same magazine, year and number."""


class LibraryFormat(LibraryError):
    """The library was made by another version or with other settings."""


class LibraryUnwritable(LibraryError):
    """The library cannot be written: read-only, or the disk is full."""


class LibraryLocked(LibraryError):
    """Another process is changing the library, and is not done in time."""


class BackupError(LibraryError):
    """A file that is no backup, a damaged one, or one that must not be put in the place of a library."""


class LibraryUnreachable(LibraryError):
    """The library is on a server that does not answer, or lets nobody in."""


class AccountsError(HangkeError):
    """A file of accounts that cannot be used, or an account that cannot be made or found."""


class TooManyTries(AccountsError):
    """So many wrong passwords that no further one is looked at for a while."""


class QuestionError(HangkeError):
    """A question or query that cannot be served as it stands."""


class ModelError(HangkeError):
    """A language model that cannot be asked as set, or whose reply cannot be used."""
