// What programs of others make of an unpacked bundle: the digest of each graph, and the signature.
const {createHash} = require('node:crypto')
const {readFileSync} = require('node:fs')
const {canonize} = require('rdf-canonize')
const [bag, keys] = process.argv.slice(2)

function graphsOf(text) {
  const graphs = new Map()
  for (const line of text.split('\n').slice(0, -1).reverse()) {
    const name = line.slice(line.lastIndexOf(' <') + 2, -3)
    graphs.set(name, `${graphs.get(name) ?? ''}${line}\n`)
  }
  return graphs
}

async function digest(graph) {
  const text = await canonize(graph, {algorithm: 'RDFC-1.0', inputFormat: 'application/n-quads'})
  return createHash('sha256').update(text).digest('hex')
}

async function main() {
  const {flattenedVerify, importJWK} = await import('jose')
  const digests = {}
  for (const [name, graph] of graphsOf(readFileSync(`${bag}/data/graph.nq`, 'utf8'))) {
    digests[name] = await digest(graph)
  }
  const [head, , tail] = readFileSync(`${bag}/signature.jws`, 'ascii').split('.')
  const signed = {protected: head, signature: tail,
    payload: readFileSync(`${bag}/tagmanifest-sha256.txt`).toString('base64url')}
  const key = await importJWK(JSON.parse(readFileSync(keys)).keys[0], 'Ed25519')
  const {protectedHeader} = await flattenedVerify(signed, key)
  const altered = {...signed, payload: Buffer.from('altered').toString('base64url')}
  const refused = await flattenedVerify(altered, key).then(() => false, () => true)
  console.log(JSON.stringify({digests, kid: protectedHeader.kid, refused}))
}

main()
