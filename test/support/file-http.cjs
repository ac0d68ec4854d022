// A web server with good and bad manners; prints its port, then each request as a line of JSON.
const {createServer} = require('node:http')

const BYTES = Buffer.from('text,label\ngood,1\n')
const answers = {
  '/train.csv': (_, response) => response.end(BYTES),
  '/other.csv': (_, response) => response.end('other\n'),
  '/moved': (_, response) => response.writeHead(302, {location: '/train.csv'}).end(),
  '/loop': (_, response) => response.writeHead(302, {location: '/loop'}).end(),
  '/to-file': (_, response) => response.writeHead(302, {location: 'file:///etc/passwd'}).end(),
  '/to-metadata': (_, response) => response.writeHead(302, {location: 'http://169.254.169.254/latest/'}).end(),
  '/to-user': (_, response) => response.writeHead(302, {location: '//a:b@127.0.0.1/train.csv'}).end(),
  '/secret': (_, response) => response.writeHead(401).end(),
  '/broken': (_, response) => response.writeHead(500).end(),
  '/cut': (_, response) => {
    response.writeHead(200, {'content-length': String(BYTES.length)})
    response.write(BYTES.subarray(0, 5))
    setTimeout(() => response.destroy(), 50)
  },
  '/silent': () => {},
  '/stops': (_, response) => response.write('text'),
  '/endless': (_, response) => {
    const more = setInterval(() => response.write(Buffer.alloc(65_536)), 1)
    response.on('close', () => clearInterval(more))
  },
}

const server = createServer((request, response) => {
  console.log(JSON.stringify({url: request.url, headers: request.headers}))
  const answer = answers[new URL(request.url, 'http://localhost').pathname]
  if (answer) answer(request, response)
  else response.writeHead(404).end()
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
