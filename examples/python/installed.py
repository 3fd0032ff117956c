"""Says which version of Paywright this Python finds."""

import paywright

print(f"paywright {paywright.__version__}")
