import Foundation
import Paywright

print("hello")
