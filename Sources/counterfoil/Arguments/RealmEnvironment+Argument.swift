import ArgumentParser
import Registry

extension RealmEnvironment: ExpressibleByArgument {}
