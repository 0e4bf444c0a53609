const LOCALES = ['en', 'zh-CN'] as const
export type Locale = (typeof LOCALES)[number]

export const LOCALE_COOKIE = 'berth-locale'

/** The visitor's choice, else the first language of the browser that we speak, else English. */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  const chosen = LOCALES.find((locale) => locale === cookie)
  if (chosen) return chosen
  for (const part of (acceptLanguage ?? '').split(',')) {
    const language = part.split(';')[0]?.trim().toLowerCase() ?? ''
    if (language.startsWith('zh')) return 'zh-CN'
    if (language.startsWith('en')) return 'en'
  }
  return 'en'
}
