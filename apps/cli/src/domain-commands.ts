import type { Command } from 'commander'
import { collect } from './arguments/collect.ts'
import { onPlatform } from './on-platform.ts'

/** `berth domains …`, `tls`, `redirects …`, `auth …`, `maintenance …`: what the door does for an app. */
export function addDoor(program: Command): void {
  addDomains(program)
  onPlatform(
    program,
    'tls [change]',
    'for administrators: the certificates of the platform’s address and of those of apps, or: tls try (ask at once for what failed) | tls set --cert FILE --key FILE (a certificate of one’s own) | tls remove (one’s own serves no more)',
  )
    .summary('certificates of the platform itself')
    .option('--cert <file>', 'set: the chain, its own first, PEM')
    .option('--key <file>', 'set: the private key, PEM')
    .option('-y, --yes', 'remove: do not ask for the platform’s host first')
    .action(async (change, options) => (await import('./commands/tls.ts')).tls(change, options))
  onPlatform(
    program,
    'redirects <app> [change...]',
    'list the redirects, or change them: redirects APP add /old /new | redirects APP add /docs https://docs.example.org | redirects APP remove /old',
  )
    .summary('list or change the redirects')
    .option('--status <code>', '301, 302, 307 or 308', '301')
    .action(async (app, change, options) =>
      (await import('./commands/redirects.ts')).redirects(app, change, options),
    )
  onPlatform(
    program,
    'auth <app> [change...]',
    'list who may visit, or change that: auth APP set NAME (the password is asked for) | auth APP remove NAME; with nobody listed everybody may',
  )
    .summary('list or change who may visit, by name and password')
    .option('--password-stdin', 'read the password from standard input instead of asking for it')
    .action(async (app, change, options) =>
      (await import('./commands/visitors.ts')).visitors(app, change, options),
    )
  onPlatform(
    program,
    'maintenance <app> [on|off]',
    'show whether visitors meet a page instead of the app, or turn it on and off',
  )
    .summary('show visitors a page instead of the app')
    .option(
      '--message <text>',
      'what the page says',
      'This app is being worked on. Please come back in a while.',
    )
    .option('--allow <address>', 'who comes from there is let through; say it again for more', collect)
    .action(async (app, change, options) =>
      (await import('./commands/maintenance.ts')).maintenance(app, change, options),
    )
}

function addDomains(program: Command): void {
  onPlatform(
    program,
    'domains <app> [change...]',
    'list the domains, or change them: domains APP add HOST | remove HOST | set HOST | check HOST | certificate HOST --cert FILE --key FILE',
  )
    .summary('list or change the domains, and their certificates')
    .option('--redirect-to <host>', 'add, set: send its visitors to this host; with set, none ends that')
    .option('--tls', 'set: ask for a certificate')
    .option('--no-tls', 'add, set: plain HTTP, no certificate is asked for')
    .option('--force-https', 'set: send visitors of http to https, as usual')
    .option('--no-force-https', 'add, set: let visitors of http stay there')
    .option('--hsts', 'add, set: tell browsers to come by https only')
    .option('--no-hsts', 'set: tell them no more')
    .option('--cert <file>', 'certificate: the chain, its own first, PEM')
    .option('--key <file>', 'certificate: the private key, PEM')
    .action(async (app, change, options) =>
      (await import('./commands/domains.ts')).domains(app, change, options),
    )
}
