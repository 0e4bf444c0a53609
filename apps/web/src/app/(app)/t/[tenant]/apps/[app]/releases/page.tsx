import { Releases } from '../../../../../../../components/app/releases/releases.tsx'

export default function ReleasesPage() {
  return <Releases />
}
