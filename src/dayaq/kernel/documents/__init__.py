"""Documents on paper and in PDF: one template each, data in, the same bytes out again.

`render` makes the PDF, `issue` makes it once and keeps it: a reprint is the stored file. The
shape of each template's data is a TypedDict in `data`; the texts that belong to the paper
stand in the template itself, in Azerbaijani and English.
"""

from dayaq.kernel.documents.issuing import issue
from dayaq.kernel.documents.rendering import TEMPLATES, NotPrintable, render

__all__ = ["TEMPLATES", "NotPrintable", "issue", "render"]
