'use client'

import type { LabSpec } from '@berth/lab'
import { Select } from '@berth/ui/select.tsx'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Instructions } from '../../lab/instructions.tsx'

/** what the lab says first, whatever language that is */
const AS_WRITTEN = 'as-written'

/** What students will read, in each language that the lab has. */
export function Preview({ lab }: { lab: LabSpec | null }) {
  const t = useTranslations('labs')
  const names = new Intl.DisplayNames([useLocale()], { type: 'language' })
  const [language, setLanguage] = useState(AS_WRITTEN)
  const translations = lab?.translations ?? {}
  const pages = (lab?.pages ?? []).map((page, at) => {
    if (language === AS_WRITTEN) return page
    return translations[language]?.pages[at] ?? { ...page, untranslated: true }
  })
  const original = lab?.language === undefined ? t('asWritten') : names.of(lab.language)
  const choices = [
    { value: AS_WRITTEN, label: original ?? t('asWritten') },
    ...Object.keys(translations).map((one) => ({ value: one, label: names.of(one) ?? one })),
  ]
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <p className="text-xs text-muted">{t('preview')}</p>
        {choices.length > 1 ? (
          <Select
            aria-label={t('language')}
            value={language}
            onValueChange={setLanguage}
            options={choices}
            className="w-44"
          />
        ) : null}
      </div>
      <Instructions pages={pages} />
    </>
  )
}
