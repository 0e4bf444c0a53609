import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ReleasePage } from '../../../../../../../../components/app/releases/release-page.tsx'

type Props = { params: Promise<{ number: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('releases')
  return { title: t('one', { number: (await params).number }) }
}

export default async function OneReleasePage({ params }: Props) {
  return <ReleasePage number={(await params).number} />
}
