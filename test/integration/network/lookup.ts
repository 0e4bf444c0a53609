import { Resolver } from 'node:dns/promises'

// asks the resolver at argv for the A records of a name, and prints them or the error's code
const [server = '', name = ''] = process.argv.slice(2)
const resolver = new Resolver({ timeout: 1500, tries: 1 })
resolver.setServers([server])
const answer = await resolver.resolve4(name).catch((error: { code?: string }) => [error.code ?? 'error'])
process.stdout.write(answer.join(' '))
