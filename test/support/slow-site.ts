import { get } from 'node:http'
import { text } from 'node:stream/consumers'

/**
 * A site of busybox on port 8080: `/` is answered at once, `/cgi-bin/slow` with two lines, between which it runs what
 * the environment has as DURING.
 */
export function slowSite(): readonly string[] {
  const lines = [
    'mkdir -p /tmp/www/cgi-bin',
    'echo here > /tmp/www/index.html',
    "cat > /tmp/www/cgi-bin/slow <<'CGI'",
    '#!/bin/sh',
    'echo "Content-Type: text/plain"; echo',
    'echo began; $DURING; echo ended',
    'CGI',
    'chmod +x /tmp/www/cgi-bin/slow',
    'exec httpd -f -p 8080 -h /tmp/www',
  ]
  return ['sh', '-c', lines.join('\n')]
}

/** Asks for the slow answer: there when its first line is; `rest` is the whole, at its end. */
export function askSlowly(url: string): Promise<{ readonly rest: Promise<string> }> {
  const { host, port, pathname } = new URL('/cgi-bin/slow', url)
  return new Promise((resolve, reject) => {
    const asked = get({ host: '127.0.0.1', port, path: pathname, headers: { host } }, (response) => {
      const rest = text(response)
      rest.catch(reject) // an answer that is cut before its first line
      response.once('data', () => resolve({ rest }))
    })
    asked.once('error', reject)
  })
}
