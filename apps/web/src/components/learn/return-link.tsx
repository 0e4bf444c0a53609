'use client'

import { useTranslations } from 'next-intl'
import { useMe } from '../../session/me-context.ts'
import { keptReturn } from '../join/return-memory.ts'
import { ShownOnce } from '../shown-once.tsx'

/** The guest's own way back, as long as this browser knows it. */
export function ReturnLink() {
  const t = useTranslations('learn')
  const { url } = useMe()
  const token = keptReturn()
  return token === null ? null : <ShownOnce text={`${url}/return/${token}`} hint={t('returnHint')} />
}
