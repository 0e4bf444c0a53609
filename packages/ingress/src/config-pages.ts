import { htmlPage, jsonPage, PAGE_NAMES, PAGES } from './pages.ts'
import { SILENT_PAGE } from './ports/port-rules.ts'

/** Pages that stand in for an answer of another backend. */
const NO_BACKEND: readonly string[] = ['unreachable', 'restarting', SILENT_PAGE]

/** A backend per page: whoever asks for JSON gets JSON. */
export function pageBackends(): string {
  return PAGE_NAMES.filter((name) => !NO_BACKEND.includes(name))
    .map((name) => {
      const { status, retry } = PAGES[name]
      const headers = `hdr cache-control no-store${retry ? ` hdr retry-after ${retry}` : ''}`
      return `backend ${pageBackend(name)} from berth
  http-request return status ${status} content-type application/json file ${name}.json ${headers} if { req.hdr(accept) -m sub application/json }
  http-request return status ${status} content-type "text/html; charset=utf-8" file ${name}.html ${headers}`
    })
    .join('\n\n')
}

export function pageBackend(name: keyof typeof PAGES): string {
  return `page-${name}`
}

/** What registry clients get while control restarts: an error as the distribution-spec has them. */
export const REGISTRY_FILE = 'registry-restarting.json'

/** The files that the page backends and the error answers of app backends name. */
export function pageFiles(): Record<string, string> {
  const unavailable = { code: 'UNAVAILABLE', message: PAGES.restarting.text }
  const pages = Object.fromEntries(
    PAGE_NAMES.flatMap((name) => [
      [`${name}.html`, htmlPage(PAGES[name])],
      [`${name}.json`, jsonPage(name, PAGES[name])],
    ]),
  )
  return { ...pages, [REGISTRY_FILE]: `${JSON.stringify({ errors: [unavailable] })}\n` }
}
