export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const THEME_COOKIE = 'berth-theme'

/** The class of <html>; none lets the system decide. Rendered by the server, so that nothing flashes and no inline script is needed. */
export function themeClass(cookie: string | undefined): string {
  return cookie === 'light' || cookie === 'dark' ? cookie : ''
}
