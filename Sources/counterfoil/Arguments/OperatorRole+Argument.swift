import ArgumentParser
import Registry

extension OperatorRole: ExpressibleByArgument {}
