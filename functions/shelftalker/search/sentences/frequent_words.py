"""Frequent words of English, German, French and Spanish: what people write about anything, books or not.

They are the words of everyday speech, in the forms in which they are spoken, and no wordings of questions. Many stand
in titles too: a word among them only tells that it needs no title to stand in a sentence.
"""

from collections.abc import Sequence
from typing import NamedTuple

from shelftalker.search.common_words import COMMON_WORDS, words_in


class FrequentWords(NamedTuple):
    """Words as the keys of titles have them: in small letters, without accents and apostrophes."""

    english: frozenset[str] = (
        COMMON_WORDS.small
        | COMMON_WORDS.everyday
        | words_in(
            """
            able absolutely according across act actual actually add addict addicted addictive addicts admit adult
            advice afraid afternoon afterwards ages agree ahead aint almost alone along aloud already alright although
            amazed amazing among amount angry annoyed anticipate anymore anyway anywhere apart apparently appreciate
            arent arrive arrived asking asleep ate attention aunt autumn available average avoid awaiting awake aware
            awesome awful baby backlist bailed ballpark banger barely beach beautiful became become bed bedtime begin
            beginning begun behind believe below beside besides bestie bet beyond binge binged binging birthday bit
            bleak blitzed bonkers bored boring boss bother bought bout boyfriend boyfriends brain brand break breakfast
            breather breezed brilliant bring broke broken brother brought bummed bus busy buy cackled cackling cafe car
            care carried carry case catch caught cause caved certain certainly chance change changed cheap check cheer
            cheered chewed choked choose chose christmas chuckled class classic clear clearly clever clocked club
            cluttered coffee colleague colleagues collection college commute companion comparable compelling completely
            considering consumed continue convince convinced cool copy cosy couldnt count country couple course cousin
            cover cozy cracking crave craved crazy cried cry crying cuppa curious current cute dad dads daily damn
            darker date daughter dead deal dear decade december decent decide decided deep deeply definitely depressing
            deserves desk desperate despite devastated devastating devour devoured devours didnt died different
            difficult digging dinner disappointed disappointment discover discovered ditch ditched dont doubt down dozen
            drained dreaded dreading dream drive driving drop dropped due dull during earbuds easily easy eat eight
            either eleven email emotional emotionally empty ended endless energy english enjoyable entertaining
            enthralled enthusiast enthusiasts entire entirely epic escape escapism especially evening eventually
            everywhere ex exact exactly exam exams excellent except excited exciting expect expected expecting expensive
            experience explain extra extremely eyes face fact fair fairly fall fallen families family fancy fantastic
            far fast faster father fatigue favour favourited fear feeling feelings fell fiction fifth figure fill film
            films finest fit five fix flew flewthrough flicking flight floor fly focus folks food forever forget forgot
            forgotten forums forward four fourth free friday friendly front full funny further future gap garden gasped
            gems genre gentle genuinely gift giggled girlfriend girls glad gobbled gone goodness gorgeous gosh grab
            grabbed grabs gradually grandfather grandma grandmother grandpa great greatest grew grieving gripped
            gripping group grow guy guys had hadnt hair half halfway hand handed hang hangover happen happened happens
            hardly hasnt hate hated haunted haunting havent head heart heavy held hers herself hes hey hidden highly
            hilarious himself hit hits hold holding holiday holidays homework honest honestly hooked hot however hows
            huge human hundred hungover hungry hurt husband hype hyped ill imagine immediately immersed immersive
            important impossible impressed including incoming incredible incredibly indeed infatuated inside inspired
            instagram instead intense interested interesting invested itch itd itll its itself join joy jump junior keep
            keeper keeping keeps kept kid kids kindle knew known lack lady largely lately latest laugh laughed laughing
            laundry lazy lead learn learned leave leaving lend lengthy lent less lesson letter level library lie lied
            lies light lighter likely likeminded line list listened listening listens literally load loads local
            lockdown lonely longer loss lost loud lover lovers low luck luckily lucky lunchtime main mainly manage
            managed march massive master masterpiece masterpieces match mate material mates matter maybe meant meantime
            meanwhile meh memory mention mentioned mesmerised mesmerized mess met mid midnight mile million mindblown
            miss missed missing mistake mix mom moms monday money mood moody mother mothers mouth move moved movie
            movies mum mums myself name named narrated narration narrator near nearly neck neighbor neighbors neighbour
            neighbours neither nephew nicer niece nights nightstand nine nobody none noon nope nor normal normally
            nostalgic novella november nowhere obsessed obsession obvious obviously occasionally october odd office
            often older oldest omg ones online onto opinion opinions order ordered original otherwise ourselves outside
            overall overhyped overrated owe pace paced pacing page pages paid paperback park particular particularly
            partner past pay perfect perfectly perhaps person personal phenomenal phone pick picked picking picture
            piece pile places plane planning play played playing plenty plot plough ploughed plowed plus podcast
            podcasts poor possible possibly post praised praising prefer preferably present pressed pretty previous
            probably problem promise proof proper properly prose proud put puts putting quick quickly quiet quoting
            rabbit raced racing rain rainy random rare rarely rate rated rather rattled ready real realise realised
            realize realized reason reasons received recent recently recharge recovering refresher refuse refuses regret
            regular relax released reliable remember remind reminded reminds reminiscent remotely replace request
            rereading resemble rich ride ridiculous ripped riveting road roll room roommate roommates rough round rules
            rush sad sadder sadly safe sake sat satisfied saturday save scared scary school scratch scratches scratching
            second secret seem self sell semester send sense sent september serious seriously seven several shall shame
            share shared shed shelf shelves shes shocked shook shop short shorter should shouldnt show showed shows
            sibling sick sign similarly simple simply single sister sit sitting situation six sleep slept slightly slog
            slow slower slowly slump small smart smashed smile smitten sobbed sobbing social sold solid somehow
            sometimes somewhat somewhere son soothing soul sound sounds special spellbound spend spent spine spiral
            spoiler spoilers spot spring stand standing star stars started starts stay stayed staying step stick stopped
            store straight strange street strong struggle struggling stuck student students study stuff stunned stunning
            stupid subject sudden suddenly summer sunday super supposed surprise surprised surprisingly suspenseful
            swapped sweet switch table tackle tackled taken takes taking talked talking taste taught tbr teacher teared
            teen teenager telling ten tend term terrible thankful thats theme theres theyre theyve thinking third thirds
            thirty thoroughly thoughts thousand thrilled thriller throughout throw thursday ticket tie tiny tired
            tomorrows tone tons tooth tore torn total totally touch touched tough toward towards town trailer train trip
            trouble tube tuesday turn turned turns tv twelve twenty twice twist twisted twists type typical ugh unbeaten
            uncle underrated understand unhinged university unless unlike unputdownable unreal unsure unwind update
            upset usual usually vacation various version vibe vibes view visit voice vote waitlist walk walking wall
            wander warm warned wasted watching wed wednesday weekend weepy weird werent whatever wherever whether
            whichever whilst white whizzed whoever whole widely wife wild willing window winter wish wishing wishlist
            within wonderful wondering wood worried worry worse worst worth worthwhile worthy wouldnt wow wrecked wrecks
            yeah yearly yep yesterday youd youll youve yup zipped
            """
        )
    )
    german: frozenset[str] = words_in(
        """
        ab abend abends aber abgeben abgebrochen abgeschlossen abgesehen absolut absoluter abwechslung ach acht achtung
        aehnlich aendern aktuelle alle allein alleine allem allen aller allerdings alles als also alt alte alten alter
        alternative alternativen altes am an andere anderen anderer anderes anders anfang anfangen anfangs angeblich
        angebot angefangen angefixt angekommen angesehen angesprochen angst anschauen ansehen ansonsten anstatt antwort
        anzufangen april arbeit arbeiten arbeitet art arzt atmosphare auch auf aufgabe aufgehort aufhoren auge augen
        august aus ausflug ausgelesen ausgeliehen auslese ausser ausserdem aussuchen auswahl auto autorin bahn bald band
        baum begeisternd begeistert beginne bei beide beiden beim beinahe beispiel bekam bekannt bekannte beklemmend
        bekomme bekommen bekommt bereits beruf beruhrend besonders besprochen besser besseres beste besten bester
        bestimmt bestseller besuch bett bevor bewegend bewegt bewertung bib bis bisher bisschen bitte bitten bleiben
        bleibt bloss boden brauche brauchen braucht brief bringen bringt bruder buch buchclub bucher bucherei
        buchhandlerin buchladen charaktere chef da dabei dachte dadurch dafur dagegen daheim daher dahin damals damit
        danach dank danke dann daran darauf daraus darf darin daruber darum das dass davon davor dazu dein deine deinen
        deiner dem demnachst den denen denke denken denn der deren derzeit des deshalb dessen desto deutlich deutsch
        deutsche dezember dich dick dicker die dienstag dies diese diesem diesen dieser dieses diesmal ding dinge dir
        doch donnerstag doof dort dramatisch drauf draussen drei dreimal dreizehn dringend dritte dritten druck druckt
        du dumm dunkel durch durfen durfte durst eben ebenfalls echt egal ehe eher ehrlich eigene eigenen eigentlich
        eilig ein einander eine einem einen einer eines einfach einige einiges einmal eins einschlafen einzige einzigen
        elf eltern empfand empfehlenswert ende enden endet endlich eng enkel enkelin entdeckt entschieden entspannt
        enttauschend enttauscht entweder er erfahren erholen erholung erinnere erinnern erinnert erlebt ernst erst erste
        ersten erster erstmal erwartet erzahlen erzahlt es essen etliche etwa etwas euch euer eure ewig falls familie
        fand fande fang fantastisch fast fasziniert februar fehlgriff feier feiern feiert fein fern fertig fesselnd
        fesselt fest film filme finde finden findet flieger flott flug folgen fortsetzung frage fragen fragt frau frei
        freitag freue freuen freund freunde freundin freundinnen froh fruh fruher fuhle fuhlen fuhlt funf fur furchtbar
        furs gab gabe ganz ganze ganzen gar garten gebe geben gebracht geburtstag gedacht gedanken gedruckt gefallen
        gefallt gefuhl gefunden gegangen gegeben gegen gegessen geh gehe gehen gehort geht geil gekauft gekommen gelacht
        gelangweilt geld gelegt geliehen gelungen gemacht gemeint genau genauso genial genommen genug gerade gern gerne
        geruhrt gesagt geschafft gescheit geschenk geschenkt geschichte geschichten geschlafen geschrieben gesehen
        gespannt gestern gesucht getan getroffen geweint gewesen gewinnen gewisse geworden gezeigt gibt gibts ging glaub
        glaube glauben gleich gleiche gleichen gluck glucklich gott grade grandios grippe gross grosse grossen grosser
        grossmutter grossvater grund grusel gruselig gruseliger gucken gut gute guten guter gutes hab habe haben habt
        halb halbe halbes halt halten haltestelle hammer hand hande handlung handy hange hangen hasse hast hat hatte
        hatten hattest haus heftig heim heisst helfen her herz herzen heul heulen heult heute heutzutage hey hier hilfe
        hilft hin hinter hintergrund hinterher hoch hoffe hoffentlich hol holen horbuch horbucher horen hort humor hund
        hundert ich idee ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer immerhin in indem innen ins insgesamt
        inspiriert interessant interessieren interessiert irgend irgendein irgendeine irgendwann irgendwas irgendwer
        irgendwie irgendwo ist ja jahr jahre jahren januar je jede jedem jeden jedenfalls jeder jedes jemand jemandem
        jemanden jene jetzt juli jung junge jungen juni kaffee kalt kam kamen kann kannst kapitel kaputt kauf kaufen
        kaum kein keine keinen keiner kenn kenne kennen kennst kennt kind kinder kindern kino klar klasse klassiker
        klein kleine kleinen kleiner klingt klug knapp kollege kollegen kollegin komisch komme kommen kommt komplett
        konnen konnte konnten konntest konntet kopf kostet kracher krank krass kriege kriegen kriegt krimi krimis kurz
        kurze kurzlich kurzweilig lache lachen lacht laden lag lage land lang lange langer langsam langweilig las lass
        lassen lasst laufen lauft laut leben lecker leer leg legen legt lehrer lehrerin leicht leichte leichtes leider
        leihen leise lektion lernen les lese lesekreis lesen leser leserunde lesetief lesezirkel letzte letzten letztens
        letzter letztes leute leuten licht lieb liebe lieben lieber liebling lieblingsautor lieblingsautorin liebste
        liebsten liebt liebte liege liegen liegt liest links lohnt los lust lustiger mach mache machen machst macht
        madchen mag magst mai mal mama man manche manchmal mann marz mehr mehrere mein meine meinem meinen meiner meines
        meinst meint meist meiste meisten meistens mensch menschen merke mich mies minute minuten mir mist mit
        mitbringen mitgenommen mitnehmen mittag mitte mitten mittendrin mittlerweile mittwoch mochte mogen moglich
        moglichst moin moment monat monate monaten montag morgen mude muss mussen musst musste mussten mut mutter na
        nach nachbarin nachdem nachste nachsten nachster nachstes nacht nachte nachtschicht nachttisch nahe nahm name
        namen namlich natuerlich naturlich neben nee nehme nehmen nein nenne nennen nett neu neue neuen neuer neues
        neulich neun nicht nichts nie niemals niemand nimm nimmt nirgends noch nochmal nochmals normal normalerweise
        november nu nun nur ob oben oder offen oft ofter ohne ohr oktober oma onkel opa paar packen packender packt papa
        partner passen passend passiert passt pause person platz plotzlich podcast preis prima problem pur quasi radio
        raten raus rausgekommen recht rechts reden regal regen reicht reise richtig richtige ruhe ruhig ruhrend rum rund
        sache sachen sag sage sagen sagt samstag sand sass satz schade schaffe schaffen schafft schatz schau schauen
        schenk schenke schenken schenkt schick schlaf schlafen schlecht schlechter schlimm schluchzen schluss schmoker
        schnell schock schon schone schonen schoner schones schrecklich schreib schreibe schreiben schreibt schule
        schuler schwach schwarm schwarmen schwer schwester sechs seh sehe sehen sehr sei seid sein seine seinen seiner
        seit seitdem seite seiten selber selbst selten september serie setzen sich sicher sie sieben sieht sind sinn
        sitze sitzen sitzt so sobald sofa sofort sogar sohn solange solch solche soll sollen sollst sollte sollten
        sommer sonne sonntag sonst soviel sowas sowie sowieso spannend spannender spannendes spass spat spater spiel
        spielen spielt sprache spricht stadt stand stark statt staubt stehe stehen steht stelle stellen stets still
        stimme stimmt stimmung strand strasse stuck studium stunde stunden suche suchen suchst sucht suchtig super sus
        tag tage tagelang tagen taglich tante tat taugt tausend tee teil teile tiefgang tipp tja tochter tod tolle
        tollen toller tolles tot total trage trane tranen traurig traurige trauriger treffen trotzdem tu tue tun tur tut
        uber uberall uberlebt uberrascht uberschatzt uberzeugt ubrigens uhr um umgehauen umso unbedingt und unfassbar
        ungefahr uns unser unsere unserem unseren unserer unten unter unterhaltsam unterhaltung unterwegs urlaub vater
        verfilmung vergessen vergisst verlag verliebt verliebte verloren verpasst verruckt verschenke verschenken
        verschlingt verstehe verstehen versuch versuche versuchen viel viele vielem vielen vieler vielleicht vier voll
        vollig vom von vor vorbei vorgelesen vorgestern vorher vorhin vorlesen vorn wach wahnsinn wann war ware waren
        wart warten warum was weder weg wegen weglegen weh weihnachten weil wein weine weinen weiss weisst weit weiter
        weitere weiterempfehlen welche welchem welchen welcher welches welt wem wen wendung wenig weniger wenigstens
        wenn wer werd werde werden wert weshalb wetter wichtig wie wieder wieso wieviel will willst wind winter wir wird
        wirklich wirkt wirst wissen wo woche wochen wochenende wochenlang woher wohin wohl wohnung wollen wollte wollten
        worauf wort worte woruber wow wunderbar wunderschon wunsch wunsche wunschen wurd wurde wurden wusste wusstest
        zahl zehn zeig zeige zeigen zeigt zeilen zeit zeiten ziehen zieht ziemlich zimmer zuerst zufallig zug zugeklappt
        zugfahrt zuhause zuletzt zum zumindest zunachst zur zuruck zusammen zwar zwei zweimal zweite zweiten zwischen
        zwolf
        """
    )
    french: frozenset[str] = words_in(
        """
        abandonne abandonner abord absolument accord accro accroche accrochee achete acheter actuellement addictif
        addictive ado adolescent adolescente adorais adorait adore affaire afin age agreable ah ai aide aider ailleurs
        aimais aimait aiment aimerais ainsi air ait alors alternative alterne ami amie amies amis amour an ancien
        ancienne angoissant annee annees anniversaire ans aout apparemment appel appelait appelle apporter apprecie
        apprendre appris apres arret arrete arreter arrive arriver as assez atmosphere attend attendant attendre attends
        attention au aucun aucune audio audiolivre aujourdhui auparavant aura aurait auras aurez auriez aussi aussitot
        autant auteure autour autre autrement autres autrice aux avaient avais avait avance avant avec aventure avez
        avion avis avoir avons avril ayant bah banal beau beaucoup belle belles besoin bete bibliotheque bien bientot
        blanc bof boite bon bonjour bonne bonnes bonsoir bord bouffe bouleversant boulot boulverse bouquin bouquine
        bouquiner bout bras bref brillant brillante bureau but ca cache cadeau cafe camarade canape captivante captivee
        car cas ce ceci cela celle celles celui cent certain certaine certaines certains ces cest cet cetait cette ceux
        chacun chambre chance change changer chapitre chapitres chaque chat chaud chef cher cherchais cherche chercher
        cherchons chez chiant chien choc choisi choisir choix chose choses chouette ci cinema cinematographique cinq
        clair classe club coeur coeurs coin collegue collegues combien comme commencant commence commencee commencer
        comment complet completement comprendre compris compte connais connaissais connaissait connaissez connait
        conquis conquise conseil conseille conseiller conseilles conseillez consolation content contente continue
        continuer contre cool copain copine corps cote couche coucou coup cours court courte cousin cousine critique cru
        cuisine daccord dame dans de debout debut decembre deception decevant decide decouvert decouverte decouvrir decu
        decue dedans dehors deja demain demande demander demarre demi depart depuis dernier derniere dernierement
        derniers derriere des desole desolee dessous dessus deux deuxieme devais devait devant devenir devenu devient
        devoir devrais devrait dieu differente difficile digne dimanche dirais dire dis disait disent dit dites divin
        dix docteur doigt dois doit donc donne donner dont dormi dormir dos double douceur doute dramatique drole du
        duquel dur durant dure eau ecole ecoute ecrire ecrit ecriture effet effrayant egalement eh elle elles emballe
        emballee embete emouvant emouvante emporte emportee emu emue en encore endroit enfance enfant enfants enfin
        ennui ennuie ennuyant ennuye ennuyeux enorme enquete ensemble ensuite entendre entendu entiere entrainant entre
        envie envies environ episode epoque equivalent es espere essaye essayer essentiel est et etaient etais etait
        etant ete etes etonnant etre etudes eu euh eux eveillee evidemment excellent exemple existe expliquer face
        facile facon faire fais faisais faisait fait faites fallait famille fascinant fascine fascinee fasse fatigue
        faut faux femme femmes fete feu fevrier fil fille filles film films fils fin final finalement fini finie finir
        finissais fois font force forme formidable fort forte fou franchement frere frissons froid gagne garcon garde
        genial geniale genre gens gourmande grace grand grande grandes gros grosse guere habitude haletant haut heure
        heures heureuse heureux hier histoire histoires hiver homme hommes hypnotise ici idee idees il illisible ils
        image imagine immersion important importe impossible impression incontournable incroyable indispensable
        inoubliable insipide insomnie instant interessant interesse jadore jai jaime jamais janvier jardin je jeu jeudi
        jeune jeunes joie joli jolie jour journee jours jubilatoire juillet juin jusqua jusque juste kindle la lacher
        laisse laisser laquelle larmes le lecteurs leger legere legerete leggerete lendemain lent lequel les lesquels
        lettre leur leurs libraire librairie librairies libre lieu ligne lire lis lisais lisait lit livraison loin long
        longtemps longue lors lorsque lu lue lues lui lumiere lundi lus ma madame magasin magnifique mai main maintenant
        mais maison maitresse mal malade malgre maman manque marche mardi mari mariage marquant marque marquee mars
        matin mauvais mauvaise me mec meilleur meilleure meilleurs meme memes mercredi mere merveille merveilleux mes
        metro mets mettre midi mien mienne mieux mille minutes mis mitige moi moins mois moitie moment mon monde
        monsieur montre monument mort morte mot mots moyen mur musique na nai naime naze ne nest ni niveau noir nom non
        nos notre nous nouveau nouveaux nouvel nouvelle nouvelles novembre nuit nuits nul nulle numero occupe octobre
        oeil oeuvre oeuvres offert offerte offre offrir offrirais oh on ont ou oubli oublie oublier oui ouvert page
        pages papa par parait parce pareil pareille parents parfait parfois parle parler parmi part parti partie partir
        partout pas passe passee passer passion passionnante pause pauvre pave paye pays peine pendant pense penser
        pensez perdre perdu pere perle personne personnes petit petite petites petits peu peur peut peux photo pied pire
        piscine place plage plaisir plait plein pleure pleurer plongee plu pluie plume plupart plus plusieurs plutot
        poche podcast poignant point policier porte pose possible poste pour pourquoi pourrais pourrait pourriez pouvais
        pouvait pouvez pouvoir preferait prefere premier premiere premiers prenant prenante prend prendre prends prenez
        pres presque presse pret prete prevu pris prise prix prochain prochaine prof professeur profite profond profonde
        promis propose proposer propre pu puis puisque puisse qua quai quand quant quatre que quel quelle quelles
        quelque quelques quelquun quen quest question qui quil quoi quon raconte radio raison rapide rappelle rapport
        rare rater ravi ravie recemment recherche reco recommande recommencer recos referme regal regale regard regarde
        regarder relire relu remercie remis remue rencontre rendre rendu rentre renversant repondre reponds reponse
        ressenti reste rester retard retour retrouve retrouver reve reveil reveillee revenir rien rigole rire roman
        rouge route rue rythme sa sais sait salon salut samedi sang sans sante saurait savais savait savez savoir se
        second semaine semaines semble sensation sensations sentiment sept septembre sera serait seras serie series
        serieusement serieux ses seul seule seulement si sien simple simplement sinon site six soeur soi soir soiree
        soit soleil sommes son sont sors sorte sorti sortie sortir soudain soupe sous souvenir souvent sublime succes
        suffit suis suite suivant suivante sujet super sur surcote surcotee sure surprenant surprenez surprise surtout
        suspense sympa ta table tant tante tard tas te tel telle tellement temps tendre tenue terminant tes tete tiens
        tient tire toi tombe tome ton tonneau top tot touchant touchante toujours tour tournant tous tout toute toutes
        train trait tram tranquille travail travaille travers tres triche triste trois trop trou trouve trouver trouvez
        truc tu tue un une univers vacances vais valait valise vas vaut vendredi venir ventre venu verite verre vers
        veut veux vide vie vieille viens vient vieux ville vingt visage vite vivre voici voie voila voir vois voisin
        voisine voit voiture voix vont vos votre voudrais voudrait voulais voulait vouloir voulu vous voyage vrai vraie
        vraiment vu weekend y yeux zero
        """
    )
    spanish: frozenset[str] = words_in(
        """
        abajo abandonado abandonar abandone abierto abril abrir absorbente abuela abuelo aburre aburri aburrida aburrido
        aca acaba acababa acabado acabar acabe acabo acerca adelante ademas adicta adictiva adictivo adictos adivina
        adolescente adonde adora adoro afuera agosto agua ah ahi ahora aire al algo alguien algun alguna algunas alguno
        algunos alla alli alma alternativa alternativas alto alucinante ama amable amanecer amar ambientacion ambiente
        amena ameno amiga amigas amigo amigos amor anda andaba andando ando animo ano anoche anos ante anterior antes
        aparte apasionado apasionante apenas apetece aprender aquel aquella aquello aqui asi atrapa atrapado atrapante
        atrapo atras audiolibro audiolibros aun aunque autobus avion ayer ayuda ayudame ayudar bajo bastante bella bello
        biblioteca bien bienvenido blanco boca bola bolsillo bonita bonitas bonito brazo brillante brutal buen buena
        buenas buenisima buenisimo bueno buenos buscaba buscado buscamos buscando buscar busco cabeza cabo cada cae caer
        cafe caja cal calle cama cambia cambiar cambio camino cansada cansado capitulo capitulos cara caro carta casa
        casada casi caso casualidad catorce causa cautivado cautivador celebra cena cerca cerrado cerrar charla chica
        chicas chico chicos chulo cielo cien cierta cierto cinco cine clara claro clase clasico clasicos club coche
        cocina coger colega colegio color comer comida comienza como companera companero completo comprado comprar
        compre compro con conmigo conmovedor conmovio conocemos conocer conoces conocido conozco conseguir consejo
        consigo contaba contado contar contento contigo continuacion contra corazon correcto cosa cosas cree creer creo
        critica cuadro cual cuales cualquier cualquiera cuando cuanta cuanto cuantos cuarto cuatro cuenta cuento cuentos
        cuerpo cuidado culpa cumple cumpleanos cuna cunada cunado curioso curso da daba dado dame dan dar das de debajo
        debe deben deberia debia debo decepcion decepciona decepcionado decepcionante decia decidi decidido decir dedo
        deja dejado dejando dejar dejaron deje dejo del demas demasiado dentro desde desea deseo despacio despierta
        despierto despues detras devorando di dia diarios dias dice dicen dices dicho diciembre dieron diez diferente
        dificil digno digo dime dinero dio dios dirias distinto divertida divertidisimo divertido doce domingo donde
        dormir dos drama dudo dulce dura durante duro e echo edad ejemplo el ella ellas ello ellos emocion emocionada
        emocionado emocionante emociono empece empezado empezando empezar empieza en enamora encanta encantaba encantan
        encontrado encontrar encontre encuentra encuentro enero enfermo engancha enganchadisima engancho enorme ensena
        entender entero entiendo entonces entrada entre entretenida entretenido entretiene equivalente era eran eras
        eres error es esa esas escribe escribir escrito escritor escritora escucha ese esencia eso esos espanol especial
        esperaba esperando esperar espero esposa esposo esta estaba estaban estado estamos estan estanteria estar estara
        estas este esto estos estoy estupenda estupendas estupendo estuve estuvo etc exactamente excelente existe exito
        extranar extrano facil falta familia fan fans fantastica fantastico fascina favor favoritisimo febrero feliz
        fenomeno feo fiesta fin final finales finde fino flipando floja flojo fondo forma frase frio fue fuego fuera
        fueron fuerte fui funciona gana ganas gato genero genial geniales gente gracias graciosa gracioso gran grande
        grandes grupo guapa guapo guay guerra gusta gustaba gustado gustan gustando gustar gustaria guste gusto ha haber
        habia habian habla hablar hablo habra hace hacen hacer haces hacia haciendo hago hambre han haria harta harto
        has hasta hay haya he hecha hecho hemos hermana hermano hermanos hermosa hermoso hice hicieron hija hijo hijos
        hipnotica historias hizo hola hombre hombres hora horas hoy hubiera hubo iba idea ideal ideas igual iguales
        imagino importa importante imposible imprescindible impresiona impresionada impresionado impresionante increible
        inolvidable insomnio instituto intenta intentar interesa interesante intriga intrigante invierno ir jamas jefa
        jefe joven jovenes joya juego jueves jugar julio junio junto justo juvenil kindle la lado lagrimas lagrimones
        larga largo las le lector lectora lectores leer leia leido leimos lejos lento leo les letra levantar leyendo
        leyo libre librera libreria librero libro ligera ligero linda lindo lio listo literatura llama llamaba llamado
        llamar llanto llega llegado llegar llego lleva llevaba llevar llevo llora llorado llorando llorar llore lloro
        llorona lluvia lo loca loco locura los luego lugar luna lunes luz madre maestra mal mala maldito malo mama
        manana mandado mando manera mano maravilla maravillada maravillas maravillosa maravilloso marido martes marzo
        mas mayo mayor me media medio mediodia mejor mejores memoria menor menos mensaje mente menudo merece mes mesa
        meses mesilla metro mi mia miedo mientras miercoles mil minuto minutos mio mira mirar mis misma mismas mismo
        mismos mitad moderna modo momento monton morir motivo movil mucha muchas muchisima muchisimo mucho muchos muerto
        mujer mujeres mundo musica muy nacer nada nadie navidad navidades necesita necesitaba necesitamos necesito ni
        nieta nieto nina ninas ninguna ninguno nino ninos no noche noches nomas nombre nos nosotros nota novia noviembre
        novio nuestra nuestro nueva nuevamente nuevas nueve nuevo nuevos numero nunca o obra obras obsesion obsesionada
        obsesionado ocho octubre odio oigo oir ojala ojo ojos olvida olvidado olvidar opina opinas opinion opiniones
        ordenador otra otras otro otros oye padre padres pagina paginas pais palabra palabras pan papa par para parada
        parar parece parecen parecer parecia pareja parte partes pasa pasada pasado pasar pase paso pausa paz pedir peli
        pelicula peliculas pena pendiente pensado pensar pequena pequeno perder perdi perdido perdon perfecta perfecto
        pero perro persona personaje personas pesada pesadilla pesado pide pidio pie piensa pienso piso plan playa pobre
        poca poco pocos podcast podemos poder podido podria podrias poner pones pongo por porfi porfis porque portada
        posible precio preciosa precioso prefiero pregunta preguntas presta prestado prestan prestar presto prima primer
        primera primero primo principio prisa probar problema profe profesor profesora pronto propia propio propone pude
        pudo pueda puede pueden puedes puedo puente puerta pues puesto pura puro puse que queda quedado quedar quede
        quedo quemar queria querida querido quien quienes quiere quieren quieres quiero quince quisiera quitar quiza
        quizas radio rapido rara raro rata ratito rato razon real realmente recibi recien reciente recomendacion
        recomendo recuerda recuerde recuerdo regala regalado regalar regalaron regale regalo reia reido reir relectura
        releer relei resaca resena resenas resto rico risa ritmo rojo rollo sabado sabe saben saber sabes sabia sacar
        saco sale salgo salio salir salud saludo saludos sangre santo se sea sean secreto seguido segun segunda segundo
        segura seguro seis semana semanas senor senora sensacion sensaciones sentado senti sentido sentimiento sentir
        ser sera seria serie series serio servicio shock si sido siempre siente siento siete siglo significa sigo siguen
        siguiendo siguientes silencio simple simplemente sin sino sitio sobre sobrecogedor sobrevalorada sobrevalorado
        sois sol sola solamente solo soltar somos son sorprendente sorprendio sorpresa soy su suena sueno suerte
        suficiente sufro super superar supero sus suspense suya suyo tal talvez tambien tampoco tan tanta tantas tanto
        tantos tapa tarde tardes te tema temas temprano tenemos tener tenga tengo tenia tenian tenido tercera tercero
        termina terminado terminando terminar termine termino terror ti tia tiempo tiempos tiene tienen tienes tierra
        tiktok tio tipo toca toda todas todavia todo todos toma tomar tonta tonto trabajo trae traer trama tramas
        tranquila tras trata tren tres triste tristes tu turno tus tuve tuvo u ultima ultimamente ultimas ultimo ultimos
        un una unas unico unos usted ustedes va vacaciones vacia vacio vale valio vamos van varias varios vas veces
        vecina vecindario vecino veinte ven vendran venga venir veo ver verano verdad verdadera vere vi viaje viajes
        viciada viciado vicio vida vieja viejo viendo viene vienen viernes vino viste visto viva vive vivir vivo
        vosotros voy voz vuelo vuelta vuelva vuelve vuelvo y ya yo zona
        """
    )


FREQUENT_WORDS = FrequentWords()


def frequent_words_of(keys: Sequence[str]) -> frozenset[str]:
    """Return the frequent words of the language that has most words of a text, English where none has more."""
    return max(FREQUENT_WORDS, key=lambda frequent: sum(key in frequent for key in keys))
