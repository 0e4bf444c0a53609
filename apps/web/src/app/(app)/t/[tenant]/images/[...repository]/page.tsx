import type { Metadata } from 'next'
import { imageName } from '../../../../../../components/images/image-name.ts'
import { parseImagePath } from '../../../../../../components/images/image-path.ts'
import { Repository } from '../../../../../../components/images/repository.tsx'

type Props = { params: Promise<{ repository: string[] }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const place = await placeOf(params)
  return {
    title: place.view === 'image' ? imageName(place.repository, place.reference, 12) : place.repository,
  }
}

export default async function RepositoryPage({ params }: Props) {
  return <Repository place={await placeOf(params)} />
}

async function placeOf(params: Props['params']) {
  return parseImagePath((await params).repository.map(decodeURIComponent))
}
