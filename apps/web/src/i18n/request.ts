import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { chooseLocale, LOCALE_COOKIE, type Locale } from './locale.ts'

const CATALOGS = {
  en: () => import('../../messages/en.json'),
  'zh-CN': () => import('../../messages/zh-CN.json'),
} as const satisfies Record<Locale, () => Promise<unknown>>

export default getRequestConfig(async () => {
  const cookie = (await cookies()).get(LOCALE_COOKIE)?.value
  const locale = chooseLocale(cookie, (await headers()).get('accept-language'))
  return { locale, messages: (await CATALOGS[locale]()).default, timeZone: 'UTC' }
})
