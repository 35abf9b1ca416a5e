"""Golden values of all families, for test/dist/golden.test.ts:

    python3 test/dist/golden/golden.py > test/dist/golden/golden.json && npx prettier --write test/dist/golden/golden.json

Needs SciPy and mpmath; their versions are in the output. Every number is made by mpmath at 50 digits from the family's formula
at numbers of float32, and where SciPy has the family, the two have to agree on ordinary arguments. Derivatives are central
differences at that precision. A name as an argument makes the rows of that file alone, such as `discrete`.
"""

import importlib
import json
import sys

import numpy as np
import scipy

from family import mp, row_of

FILES = ['real_line', 'positive', 'discrete', 'multivariate', 'combined']


def main():
    families = [family for name in sys.argv[1:] or FILES for family in importlib.import_module(name).FAMILIES]
    rows = [row_of(family, *row) for family in families for row in family.rows]
    versions = {
        'python': sys.version.split()[0],
        'scipy': scipy.__version__,
        'numpy': np.__version__,
        'mpmath': mp.__version__ if hasattr(mp, '__version__') else '',
    }
    print(json.dumps({'versions': versions, 'rows': rows}))


main()
