import type { Route } from './ingress.ts'

type Page = {
  readonly status: 404 | 503
  readonly title: string
  readonly text: string
  /** seconds after which a browser should ask again */
  readonly retry?: number
}

/** What a visitor is told when there is nothing to send the request to. */
export const PAGES: Readonly<Record<Route['empty'] | 'unknown' | 'unreachable' | 'restarting', Page>> = {
  unknown: { status: 404, title: 'No app here', text: 'There is no app at this address.' },
  'not-deployed': {
    status: 404,
    title: 'Not deployed yet',
    text: 'This app exists, but nothing has been deployed to it yet.',
  },
  paused: { status: 503, title: 'Paused', text: 'This app was paused by its owner.' },
  stopped: { status: 503, title: 'Stopped', text: 'This app was stopped by its owner.' },
  'scaled-to-zero': {
    status: 503,
    title: 'Scaled to zero',
    text: 'This app runs no instance at present: its owner scaled it to zero.',
  },
  'no-port': {
    status: 404,
    title: 'Nothing to see here',
    text: 'This app runs, but takes no visitors: its owner gave it no port.',
  },
  starting: {
    status: 503,
    title: 'Starting',
    text: 'This app is starting. The page looks again by itself.',
    retry: 2,
  },
  crashing: {
    status: 503,
    title: 'Not running',
    text: 'This app ends as soon as it starts. Its owner finds the reason in its logs.',
    retry: 10,
  },
  restarting: {
    status: 503,
    title: 'Just a moment',
    text: 'The platform is restarting. Your apps keep running.',
    retry: 1,
  },
  unreachable: {
    status: 503,
    title: 'No answer',
    text: 'This app is running but did not answer. Try again in a moment.',
    retry: 5,
  },
}

export const PAGE_NAMES = Object.keys(PAGES) as readonly (keyof typeof PAGES)[]

export function htmlPage(page: Page): string {
  const refresh = page.retry ? `<meta http-equiv="refresh" content="${page.retry}">` : ''
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${refresh}
<title>${page.title}</title>
<style>
:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:16px/1.5 system-ui,sans-serif;background:#f7f7f8;color:#1b1b1f}
main{max-width:28rem;padding:2rem}h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:0;color:#55555e}
small{display:block;margin-top:1.5rem;color:#6b6b76}
@media(prefers-color-scheme:dark){body{background:#111114;color:#f2f2f4}p,small{color:#a3a3ad}}
</style></head>
<body><main><h1>${page.title}</h1><p>${page.text}</p><small>${page.status}</small></main></body></html>
`
}

export function jsonPage(name: string, page: Page): string {
  return `${JSON.stringify({ error: name, message: page.text })}\n`
}
