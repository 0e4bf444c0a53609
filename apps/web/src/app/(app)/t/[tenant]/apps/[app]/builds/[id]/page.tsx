import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { BuildPage } from '../../../../../../../../components/app/builds/build-page.tsx'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('builds')
  return { title: t('one', { id: (await params).id }) }
}

export default async function OneBuildPage({ params }: Props) {
  return <BuildPage id={(await params).id} />
}
