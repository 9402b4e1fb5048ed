// node socketio.js PORT: the smallest room on the package `socket.io`.
const { Server } = require("socket.io");

const server = new Server({ transports: ["websocket"], pingInterval: 600000 });
server.on("connection", (socket) => {
  socket.on("said", (text) => server.emit("said", text));
});
server.listen(Number(process.argv[2]));
