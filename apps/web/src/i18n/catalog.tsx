'use client'

import { type AbstractIntlMessages, NextIntlClientProvider } from 'next-intl'
import { type ReactNode, useSyncExternalStore } from 'react'
import type { Locale } from './locale.ts'

export type CatalogProps = { readonly children: ReactNode }

type Props = CatalogProps & { readonly locale: Locale; readonly messages: AbstractIntlMessages }

/** Times are the visitor's: the server cannot know the zone, so it renders in UTC and the browser takes over. */
export function Catalog({ locale, messages, children }: Props) {
  const timeZone = useSyncExternalStore(
    neverChanges,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => 'UTC',
  )
  return (
    <NextIntlClientProvider locale={locale} messages={messages} timeZone={timeZone}>
      {children}
    </NextIntlClientProvider>
  )
}

function neverChanges() {
  return () => undefined
}
