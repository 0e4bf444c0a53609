'use client'

import { type AbstractIntlMessages, NextIntlClientProvider } from 'next-intl'
import { type ReactNode, useSyncExternalStore } from 'react'
import type { Locale } from './locale.ts'

/** Times are the visitor's: the server cannot know the zone, so it renders in UTC and the browser takes over. */
export function IntlProvider(props: { locale: Locale; messages: AbstractIntlMessages; children: ReactNode }) {
  const timeZone = useSyncExternalStore(
    neverChanges,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => 'UTC',
  )
  return (
    <NextIntlClientProvider locale={props.locale} messages={props.messages} timeZone={timeZone}>
      {props.children}
    </NextIntlClientProvider>
  )
}

function neverChanges() {
  return () => undefined
}
