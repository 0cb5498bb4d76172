"""Write the synthetic sample: `python -m helpers.simulate` (for authors; readers use the committed files).

Small tables become text, the three large ones Parquet. The cards beside them need `python -m helpers.data cards`
afterwards.
"""

from pathlib import Path

import pandas as pd

from helpers.data import load, root
from helpers.simulate import simulate

PARQUET = ("posts", "follows", "interactions")


def write(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Write each table into the folder, whole or not at all, as Parquet or CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        path = folder / f"{name}.{'parquet' if name in PARQUET else 'csv'}"
        partial = path.with_suffix(".partial")
        if name in PARQUET:
            table.to_parquet(partial, compression="zstd", index=False)
        else:
            table.to_csv(partial, index=False, lineterminator="\n")
        partial.replace(path)


if __name__ == "__main__":
    write(simulate(load("published/belgium_distribution")), root() / "data" / "sample")
