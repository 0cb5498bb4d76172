"""How is data/evidence written anew? `python -m helpers.evidence`, for authors, after `fetch`.

The cards beside the files need `python -m helpers.data cards` afterwards.
"""

import sys

from helpers.data import DataError
from helpers.evidence import write_evidence

if __name__ == "__main__":
    try:
        for path in write_evidence():
            print(f"written: {path}")
    except DataError as error:
        sys.exit(str(error))
