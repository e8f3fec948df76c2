import ArgumentParser
import Registry

extension KeyUse: ExpressibleByArgument {}
