import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { IntlProvider } from '../i18n/intl-provider.tsx'
import { THEME_COOKIE, themeClass } from '../session/theme.ts'
import { ApiProvider } from '../trpc/provider.tsx'
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './globals.css'

export const metadata: Metadata = { title: { default: 'Berth', template: '%s · Berth' } }
export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await getLocale()
  const theme = themeClass((await cookies()).get(THEME_COOKIE)?.value)
  return (
    <html lang={locale} className={theme} suppressHydrationWarning>
      <body>
        <IntlProvider locale={locale}>
          <ApiProvider>{children}</ApiProvider>
        </IntlProvider>
      </body>
    </html>
  )
}
